/** The headline of a notification, by its kind. */
export const notificationTitle = {
  joined: "Somebody joined",
  counted: "A referral counts",
  reward_ready: "Your reward is ready",
  reward_expiring: "Your reward is about to lapse",
  overtaken: "You were overtaken",
  campaign_starting: "A campaign for you",
  campaign_ending: "A campaign is about to end",
  prize_won: "You won a prize",
  claim_decided: "Your claim was decided",
  decision_needed: "Decisions are waiting",
  budget_low: "A budget is nearly used up",
  pool_low: "A reward is running out",
  webhooks_silent: "Whop has gone quiet",
} as const;
