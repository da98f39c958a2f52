import type { trust as english } from "../en/trust.ts";
import type { WordsOf } from "../words-of.ts";

export const trust: WordsOf<typeof english> = {
  weights: "debe sumar 100 con los otros dos",
  teamsKind: "El aval de la comunidad lo da su equipo.",
  membersKind: "Como equipo das el aval de la comunidad; los demás son para los miembros.",
  yourself: "Nadie puede avalarse a sí mismo.",
  already: "Ya avalas a este miembro.",
  primaryLimit:
    "{limit, plural, =0 {Esta comunidad no tiene avales principales.} one {Ya diste tu aval principal a otra persona. Retíralo antes de darlo de nuevo.} other {Ya diste tus # avales principales. Retira uno antes de dar otro.}}",
  secondaryLimit:
    "{limit, plural, =0 {Esta comunidad no tiene más avales.} one {Ya diste tu otro aval. Retíralo antes de dar otro.} other {Ya diste tus # avales. Retira uno antes de dar otro.}}",
  communityLimit:
    "{limit, plural, =0 {Las reglas de esta comunidad no permiten avales del equipo.} one {Este miembro ya tiene el aval de la comunidad.} other {Este miembro ya tiene los # avales de la comunidad.}}",
  cooldown: "Avalaste a alguien hace poco. Puedes volver a hacerlo a partir del {until}.",
  reconnection: "Retiraste tu aval a este miembro. Puedes darlo de nuevo a partir del {until}.",
  withdrawn: "Este aval ya se había retirado.",
  byRule: "Este aval lo da una regla de la comunidad. Termina cuando la regla deja de cumplirse o se cambia.",
};
