/** What a reward gives, in a few words. */
export const gift = {
  percent: "{amount} %",
  off: "{amount} off {months, plural, =0 {on every payment} =1 {on one payment} other {for # months}}",
  offProduct:
    "{amount} off {product} {months, plural, =0 {on every payment} =1 {on one payment} other {for # months}}",
  freeDays: "{days, plural, one {# free day} other {# free days}}",
  product: "{product} {months, plural, =0 {for free} =1 {for free for one month} other {for # months}}",
  aProduct: "a product",
  anEvent: "an event",
  points: "{points, plural, one {# point} other {# points}}",
  credits: "{credits, plural, one {# credit} other {# credits}}",
  cash: "{amount}",
} as const;
