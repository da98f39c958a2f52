import type { amount as english } from "../en/amount.ts";
import type { WordsOf } from "../words-of.ts";

export const amount: WordsOf<typeof english> = {
  unknownCurrency: "moneda desconocida «{currency}»",
  unreadable: "importe ilegible «{text}»",
  noForm: "importe ilegible",
  negative: "importe negativo {text}",
  decimals: "{text} tiene más decimales de los que admite {currency} ({most})",
  tooLarge: "el importe {text} es demasiado grande",
  total: "total: {problem}",
  tax: "impuesto: {problem}",
  refunded: "importe reembolsado: {problem}",
  otherCurrency: "está en {currency} y el pago en {other}",
  both: "{first}; {second}",
  noTotal: "el pago no indica ningún total",
  noRefund: "el reembolso no indica ningún importe",
  refund: "reembolso: {problem}",
  refundCurrency: "un reembolso en {currency} de un pago en {other}",
};
