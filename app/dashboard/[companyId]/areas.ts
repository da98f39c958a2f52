/** The areas of the dashboard, in the order in which an owner needs them; `also` is a page of one that is not below it. */
export const areas = [
  { name: "today", path: "", also: "/start" },
  { name: "referrals", path: "/referrals" },
  { name: "campaigns", path: "/campaigns" },
  { name: "rewards", path: "/rewards" },
  { name: "affiliates", path: "/affiliates" },
  { name: "payouts", path: "/payouts" },
  { name: "ledger", path: "/ledger" },
  { name: "review", path: "/review" },
  { name: "members", path: "/members" },
  { name: "settings", path: "/settings" },
  { name: "activity", path: "/activity" },
  { name: "developers", path: "/developers" },
  { name: "health", path: "/health" },
] as const;
