/** Where a reward stands, as a trace tells it. */
export const rewardState = {
  pending: "Waiting",
  approved: "Being delivered",
  granted: "Delivered",
  claimed: "Claimed",
  failed: "Being looked after",
  held: "Being looked after",
  expired: "Not claimed in time",
  cancelled: "Cancelled",
} as const;
