import type { access as english } from "../en/access.ts";
import type { WordsOf } from "../words-of.ts";

export const access: WordsOf<typeof english> = {
  signedOut: "No has iniciado sesión. Abre Referly dentro de Whop.",
  badSignIn: "Tu sesión no es válida o ha caducado. Recarga la página dentro de Whop.",
  signInUnchecked: "Ahora no se puede comprobar tu sesión de Whop. Inténtalo de nuevo en un minuto.",
  unchecked: "Whop no responde, así que no se puede comprobar tu acceso. Inténtalo de nuevo en un minuto.",
  readOnly:
    "Whop no responde, así que no se puede comprobar tu acceso. Puedes leer, pero aún no cambiar nada.",
  membersOnly: "Esto es para miembros de la comunidad. Únete en Whop y vuelve a abrir Referly.",
  teamOnly: "Esto es para el equipo de esta comunidad. Pide acceso a su propietario.",
  teamDoes: "Solo el equipo de esta comunidad puede hacerlo. Pide acceso a su propietario.",
  signedInOnly: "Esto es para un miembro que ha iniciado sesión.",
  anothers: "Esto es de otro miembro; solo puedes ver lo tuyo.",
  decidedByRules: "El crédito lo deciden las reglas, no las personas.",
  worker: "Las cifras las lleva el proceso de fondo.",
  workerBalances: "Los saldos los lleva el proceso de fondo.",
  personRejects: "Solo una persona del equipo de esta comunidad puede rechazar una recompensa.",
  personHandsOver: "Solo una persona del equipo de esta comunidad puede entregar una recompensa.",
  personDecides: "Solo una persona del equipo decide un caso.",
  personApproves: "Solo una persona del equipo de esta comunidad puede aprobar un pago.",
  badKey:
    "Esta clave de API no es válida. Puede que se haya revocado o haya caducado; crea otra en la página de desarrolladores.",
  otherSite: "Esto lo envió otro sitio. Abre Referly dentro de Whop y hazlo allí.",
  tooMany: "Han sido muchos cambios en un minuto. Inténtalo de nuevo en {seconds} segundos.",
};
