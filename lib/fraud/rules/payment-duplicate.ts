import { type FraudRule, found, nothing } from "../rule.ts";

/** A key made of brand and last digits only: too common to tell two strangers apart. */
const weak = "weak:";

export const paymentDuplicate: FraudRule = {
  type: "payment_duplicate",
  examine({ referrer, referred, earlier }) {
    if (referred.instruments.length === 0) return nothing("No payment method is known to compare.");
    if (referred.instruments.some((key) => referrer.instruments.includes(key))) {
      return found(80, "Paid with a payment method that the referrer pays with too.", { sameAs: "referrer" });
    }
    const strong = referred.instruments.filter((key) => !key.startsWith(weak));
    const other = earlier.find(({ instruments }) => instruments.some((key) => strong.includes(key)));
    if (!other) return nothing("Nobody else brought by this referrer pays with this payment method.");
    return found(80, "Paid with the payment method of another member this referrer brought.", {
      sameAs: "referral",
      referralId: other.referralId,
    });
  },
};
