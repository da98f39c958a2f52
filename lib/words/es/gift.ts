import type { gift as english } from "../en/gift.ts";
import type { WordsOf } from "../words-of.ts";

export const gift: WordsOf<typeof english> = {
  percent: "{amount} %",
  off: "{amount} de descuento {months, plural, =0 {en cada pago} =1 {en un pago} other {durante # meses}}",
  offProduct:
    "{amount} de descuento en {product} {months, plural, =0 {en cada pago} =1 {en un pago} other {durante # meses}}",
  freeDays: "{days, plural, one {# día gratis} other {# días gratis}}",
  product: "{product} {months, plural, =0 {gratis} =1 {gratis un mes} other {gratis # meses}}",
  aProduct: "un producto",
  anEvent: "un evento",
  points: "{points, plural, one {# punto} other {# puntos}}",
  credits: "{credits, plural, one {# crédito} other {# créditos}}",
  cash: "{amount}",
};
