import { type FraudRule, found, nothing } from "../rule.ts";

/** So many a day are ordinary in any community. */
export const ordinaryPerDay = 10;

export const velocityLimit: FraudRule = {
  type: "velocity_limit",
  examine({ referralsInDay, communityP99PerDay }) {
    const limit = Math.max(Math.ceil(communityP99PerDay), ordinaryPerDay);
    const evidence = { referralsInDay, limit };
    if (referralsInDay <= limit) return nothing(`A pace that is usual here: ${referralsInDay} in 24 hours.`);
    return found(
      30,
      `The referrer brought ${referralsInDay} members in 24 hours; up to ${limit} is usual here.`,
      evidence,
    );
  },
};
