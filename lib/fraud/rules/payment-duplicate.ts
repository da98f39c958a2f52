import { say } from "../../core/said.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

/** A key made of brand and last digits only is too common to tell two strangers apart. */
export function isStrong(instrumentKey: string): boolean {
  return !instrumentKey.startsWith("weak:");
}

export const paymentDuplicate: FraudRule = {
  type: "payment_duplicate",
  examine({ referrer, referred, earlier }) {
    if (referred.instruments.length === 0) return nothing(say("fraud.noInstrument"));
    if (referred.instruments.some((key) => referrer.instruments.includes(key))) {
      return found(80, say("fraud.referrersInstrument"), { sameAs: "referrer" });
    }
    const strong = referred.instruments.filter(isStrong);
    const other = earlier.find(({ instruments }) => instruments.some((key) => strong.includes(key)));
    if (!other) return nothing(say("fraud.otherInstrument"));
    return found(80, say("fraud.sameInstrument"), {
      sameAs: "referral",
      referralId: other.referralId,
    });
  },
};
