import type { claim as english } from "../en/claim.ts";
import type { WordsOf } from "../words-of.ts";

export const claim: WordsOf<typeof english> = {
  yourself: "Eres tú. Nadie puede referirse a sí mismo.",
  ownAccount:
    "Esta cuenta comparte el correo o el medio de pago con la tuya. Nadie puede referirse a sí mismo.",
  sameAccount:
    "Las dos cuentas comparten el correo o el medio de pago, así que se consideran de una misma persona.",
  memberBefore: "{member} era miembro antes que tú, y esta comunidad no acredita a quienes ya estaban.",
  memberBeforeClaimer:
    "{member} era miembro antes que {claimer}, y vuestras reglas no acreditan a quienes ya estaban.",
  tooMany:
    "{limit, plural, one {Tienes una reclamación que nadie ha decidido aún. Espera al equipo o retírala.} other {Tienes # reclamaciones que nadie ha decidido aún. Espera al equipo o retira una.}}",
  openAlready: "Ya has reclamado a {member}, y el equipo aún no ha decidido.",
  approvedAlready: "El equipo ya aprobó tu reclamación sobre {member}.",
  rejectedAlready: "El equipo rechazó tu reclamación sobre {member} el {at}. No la vuelve a mirar.",
  yoursAlready: "{member} ya es tu referido: la compra nombra tu enlace.",
  notJoined: "{member} aún no se ha unido. La reclamación espera hasta entonces.",
  outweighed:
    "La propia compra de {member} dice quién le trajo, y eso va antes que cualquier reclamación. Recházala o déjala abierta.",
  otherApproved: "Se aprobó la reclamación de otro miembro sobre {member}. Retira primero esa aprobación.",
  decidedAlready:
    "{status, select, approved {Esta reclamación ya fue aprobada.} rejected {Esta reclamación ya fue rechazada.} other {El miembro retiró esta reclamación.}}",
  ended:
    "{status, select, approved {El equipo aprobó esta reclamación, así que cuenta. Pregunta al equipo si es un error.} rejected {El equipo ya rechazó esta reclamación.} other {Ya retiraste esta reclamación.}}",
  notApproved: "Esta reclamación no está aprobada, así que no hay nada que retirar.",
  ownDecision: "Esta reclamación es tuya. Tiene que decidirla otra persona del equipo.",
  waits: "Espera hasta que se una @{username}. Entonces la mira el equipo.",
  open: "El equipo aún no ha decidido.",
  credited: "El equipo la aprobó: {member} es tu referido.",
  creditedTo: "Aprobada: {member} es referido de {claimer}.",
  withoutEffect: "Aprobada, pero no cuenta: {why}",
  approved: "Aprobada. El crédito llega en un momento.",
  rejected: "El equipo la rechazó.",
  revoked: "El equipo retiró su aprobación, así que ya no cuenta.",
  withdrawn: "El miembro la retiró.",
  wouldCredit: "Al aprobarla, {member} pasa a ser referido de {claimer}.",
  wouldBeRefused: "No se puede aprobar: {why}",
  newcomer: "Alguien desconocido",
};
