/** Sentences that the owner and the member read beside a reward's status. */
export const reasons = {
  poolEmpty: "Earned, but none of this reward is left. It follows as soon as there are more.",
  notEarned: (counted: number, threshold: number) =>
    `Only ${counted} of ${threshold} referrals count now: a purchase was refunded, disputed or is under review.`,
  kept: (counted: number, threshold: number) =>
    `Only ${counted} of ${threshold} referrals count now, but the reward had been delivered and is kept.`,
  keptUsed: "The referrals no longer count, but the code had been used already, so the reward is kept.",
  keptForGood: (counted: number, threshold: number) =>
    `Only ${counted} of ${threshold} referrals count now. What was delivered cannot be taken back, so it is kept.`,
  takenBack: (counted: number, threshold: number) =>
    `Only ${counted} of ${threshold} referrals count now; the unused code was taken back.`,
  notClaimed: "Not claimed in time.",
} as const;
