import { say } from "../../core/said.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

/** Attribution refuses this already; should it ever get here, it is held. */
export const selfReferral: FraudRule = {
  type: "self_referral",
  examine({ referrer, referred }) {
    if (referrer.whopUserId !== referred.whopUserId) return nothing(say("fraud.differentAccounts"));
    return found(100, say("fraud.sameAccount"));
  },
};
