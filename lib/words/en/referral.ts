/** Where a referral stands because somebody looks at it, or did. */
export const referral = {
  onlyLooked: "{member} looked at the link. A click alone earns nobody anything.",
  activated: "{member} paid and is activated, so the referral counts in full.",
  countsOn: "{member} paid. It counts in full on {at} if {member} stays.",
  rejectedByTeam: "The team looked at this referral and rejected it, so it does not count.",
  rejected: "The community's team looked at this referral and decided that it does not count.",
  waitsForYou: "{member} paid. The referral waits for your decision in Review.",
  waitsForTeam: "{member} paid. The community's team is checking the referral; it counts when they are done.",
} as const;
