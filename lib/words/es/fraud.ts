import type { fraud as english } from "../en/fraud.ts";
import type { WordsOf } from "../words-of.ts";

export const fraud: WordsOf<typeof english> = {
  noVisit: "No consta ninguna visita al enlace.",
  notRecognised: "Nuestra cookie no reconoció el navegador del visitante.",
  referrersBrowser: "Vino del propio navegador del referente.",
  otherBrowser: "Nadie más traído por este referente vino de este navegador.",
  busyLink:
    "El enlace tenía mucho tráfico, así que no es seguro de quién era el navegador que llevó a la compra.",
  sameBrowser: "Vino del mismo navegador que otro miembro traído por este referente.",
  notDisposable: "El correo no es de un servicio desechable conocido.",
  disposable: "El correo es del servicio desechable {domain}.",
  noEmail: "No se conoce ningún correo que comparar.",
  referrersMailbox: "El correo lleva al propio buzón del referente.",
  otherMailbox: "Nadie más aquí usa este buzón.",
  sameMailbox: "El correo lleva al buzón de otro miembro traído por este referente.",
  noNetwork: "No consta ninguna red para la visita.",
  otherNetwork: "Nadie más traído por este referente vino de esta red en 24 horas.",
  sharedNetwork: "Muchos miembros sin relación comparten la red, así que no dice nada.",
  sameNetwork: "Vino de la misma red en 24 horas que otro miembro traído por este referente.",
  noInstrument: "No se conoce ningún medio de pago que comparar.",
  referrersInstrument: "Pagó con un medio de pago con el que también paga el referente.",
  otherInstrument: "Nadie más traído por este referente paga con este medio de pago.",
  sameInstrument: "Pagó con el medio de pago de otro miembro traído por este referente.",
  notRelayed: "El correo no está detrás de un servicio de privacidad.",
  relayed: "El correo está detrás del servicio de privacidad {domain}, como muchos honestos.",
  differentAccounts: "Referente y miembro son cuentas distintas.",
  sameAccount: "Referente y miembro son la misma cuenta de Whop.",
  usualPace: "Un ritmo habitual aquí: {count} en 24 horas.",
  unusualPace: "El referente trajo a {count} miembros en 24 horas; lo habitual aquí es hasta {limit}.",
  notCompleted: "Este control no se pudo completar, así que el referido espera tu decisión.",
};
