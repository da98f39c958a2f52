/** Why an amount of Whop's, or one that was typed, cannot be read; read after what it is the amount of. */
export const amount = {
  unknownCurrency: 'unknown currency "{currency}"',
  unreadable: 'unreadable amount "{text}"',
  noForm: "unreadable amount",
  negative: "negative amount {text}",
  decimals: "{text} has more decimals than {currency} allows ({most})",
  tooLarge: "amount {text} is too large",
  total: "total: {problem}",
  tax: "tax: {problem}",
  refunded: "refunded amount: {problem}",
  otherCurrency: "it is in {currency}, the payment in {other}",
  both: "{first}; {second}",
  noTotal: "the payment names no total",
  noRefund: "the refund names no amount",
  refund: "refund: {problem}",
  refundCurrency: "a refund in {currency} on a payment in {other}",
} as const;
