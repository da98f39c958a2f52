/** Why a link cannot be made. */
export const link = {
  noPlan: "This community has no such plan.",
  noCampaign: "This community has no such campaign.",
  most: "There are {count} links already; use one of them.",
  taken: "The code “{code}” is taken. Choose another one.",
  pausedByTeam: "The team paused this link. Only the team can resume it.",
  mostChanges: "This link was changed {count} times. Make a new one.",
  noneFree: "No free code was found. Try again.",
  nothingOnSale: "The community has no plan on sale that a link could lead to.",
  elsewhere:
    "Whop's checkout is at an address that this installation does not send anybody to (WHOP_ORIGINS).",
} as const;
