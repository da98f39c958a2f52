import type { setting as english } from "../en/setting.ts";
import type { WordsOf } from "../words-of.ts";

export const setting: WordsOf<typeof english> = {
  rulesChanged: "Otra persona acaba de cambiar las reglas. Recarga e inténtalo de nuevo.",
  noPlan: "Esta comunidad no tiene ese plan. Si es nuevo en Whop, recarga antes los planes.",
  comparing: "Hay una comparación con Whop en curso. Su avance está en esta página.",
  notComparing: "No hay ninguna comparación con Whop en curso.",
  caseDecided: "Este caso ya está decidido. Recarga para ver por quién y por qué.",
  keyRevoked: "Esta clave ya se revocó.",
  mostViews: "Ya hay {count} vistas de esta lista. Quita una que no haga falta.",
  viewNameTaken: "Ya hay una vista llamada {name}.",
  mostKeys: "Ya hay {count} claves. Revoca una que no haga falta.",
  aliasTaken: "ya lo usa otro miembro, o es el nombre de otro miembro",
  aliasUnclean: "no puede tener caracteres invisibles ni de control",
  aliasMissing: "elige uno para aparecer con él",
  interrupted: "Se interrumpió y no continuó.",
};
