import type { webhook as english } from "../en/webhook.ts";
import type { WordsOf } from "../words-of.ts";

export const webhook: WordsOf<typeof english> = {
  expired: "Su contenido se guardó 90 días y ya no está.",
  noCommunity: "No nombra ninguna comunidad.",
  notJson: "El contenido no es JSON.",
  notObject: "El contenido es JSON, pero no un objeto.",
  noField: "El contenido no tiene un {field} legible.",
  manyCommunities: "El contenido nombra más de una comunidad: {ids}.",
  anothersObject: "Trata de {id}, que se sabe que es de otra comunidad.",
  givenUp: "Falló {times} veces, la última con: {last}",
  triedAgain: "Falló y se reintenta: {last}",
  notInstalled: "La comunidad no tiene la app, o aún no la ha abierto.",
  unreadable:
    "No se puede leer {kind, select, membership {la membresía} payment {el pago} refund {el reembolso} other {la disputa}}: su campo {field} falta o tiene una forma desconocida.",
  noObject:
    "No se puede leer {kind, select, membership {la membresía} payment {el pago} refund {el reembolso} other {la disputa}}: no es un objeto.",
  refundOfNothing: "El reembolso no nombra ningún pago.",
  disputeOfNothing: "La disputa no nombra ningún pago.",
};
