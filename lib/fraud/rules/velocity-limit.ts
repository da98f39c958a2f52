import { say } from "../../core/said.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

/** So many a day are ordinary in any community. */
export const ordinaryPerDay = 10;

export const velocityLimit: FraudRule = {
  type: "velocity_limit",
  examine({ referralsInDay, communityP99PerDay }) {
    const limit = Math.max(Math.ceil(communityP99PerDay), ordinaryPerDay);
    const evidence = { referralsInDay, limit };
    // Beyond what is ordinary anywhere, it depends on the others here: the figures say that it was looked at.
    if (referralsInDay <= limit) {
      const usual = say("fraud.usualPace", { count: referralsInDay });
      return referralsInDay > ordinaryPerDay ? found(0, usual, evidence) : nothing(usual);
    }
    return found(30, say("fraud.unusualPace", { count: referralsInDay, limit }), evidence);
  },
};
