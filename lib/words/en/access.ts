/** Who may do something, and who has to sign in. */
export const access = {
  signedOut: "You are not signed in. Open Referly inside Whop.",
  badSignIn: "Your sign-in is not valid or has expired. Reload the page inside Whop.",
  signInUnchecked: "Whop's sign-in cannot be checked at the moment. Try again in a minute.",
  unchecked: "Whop does not answer, so your access cannot be checked. Try again in a minute.",
  readOnly:
    "Whop does not answer, so your access cannot be checked. You can read, but not change anything yet.",
  membersOnly: "This is for members of the community. Join it on Whop, then open Referly again.",
  teamOnly: "This is for the team of this community. Ask its owner for access.",
  teamDoes: "Only the team of this community can do this. Ask its owner for access.",
  signedInOnly: "This is for a signed-in member.",
  anothers: "This is another member's; you can only see your own.",
  decidedByRules: "Credit is decided by rules, not by people.",
  worker: "Numbers are kept by the worker.",
  workerBalances: "Balances are kept by the worker.",
  personRejects: "Only a person of this community's team can reject a reward.",
  personHandsOver: "Only a person of this community's team can hand over a reward.",
  personDecides: "Only a person of the team decides a case.",
  personApproves: "Only a person of this community's team can approve a payout.",
  badKey:
    "This API key is not valid. It may have been revoked, or have expired; make a new one on the Developers page.",
  otherSite: "This was sent by another site. Open Referly inside Whop and do it there.",
  tooMany: "That was a lot of changes in one minute. Try again in {seconds} seconds.",
} as const;
