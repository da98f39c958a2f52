/** What members and the team are told on their devices, and why something was not told. */
export const notification = {
  joined: "{member} joined through your link.",
  counted: "{member} counts as your referral now.",
  rewardReady: "{reward} is yours. Open your rewards to see it.",
  rewardExpiring: "Use {reward} by {until}, or it lapses.",
  overtaken:
    "Another member passed you on this month's leaderboard. One more referral can put you ahead again.",
  campaignStarting: "{campaign} starts on {at}.",
  campaignRunning: "{campaign} is on until {until}.",
  campaignEnding: "{campaign} ends on {at}. What you bring until then counts.",
  prizeWon: "You won a prize in {campaign}.",
  claimApproved: "Your claim about {member} was approved.",
  claimRejected: "The team decided against your claim about {member}. Open it to see why.",
  claimRevoked: "The team took its approval of your claim about {member} back. Open it to see why.",
  decisionsWait:
    "{count, plural, one {# decision waits} other {# decisions wait}} for your team, such as a reward or a referral to review.",
  campaignBudget: "{campaign} has used {percent} % of its budget. At 100 % it stops counting.",
  campaignTotal: "{campaign} has counted {percent} % of the referrals it can. At 100 % it stops counting.",
  rewardBudget: "{reward} has used {percent} % of its budget. At 100 % nobody gets it any more.",
  rewardStock:
    "{reward}: {left, plural, one {# is} other {# are}} left. Whoever earns it after that has to wait.",
  codesLow:
    "{reward}: {left, plural, one {# code is} other {# codes are}} left. Whoever earns it after that has to wait.",
  webhooksSilent:
    "Nothing has come from Whop since {since}, which is unusually long for your community. See whether the webhook is in order.",
  several: "{many} things happened",
  more: "And {many} more.",
  stale: "It was out of date before it could be sent.",
  muted: "The member switched this kind off.",
  gone: "The member is no longer known here.",
  noExperience: "Nobody has opened the app in this community yet, so there is nowhere to send it from.",
  stopped: "The worker stopped before Whop's answer came.",
  unanswered: "Whop's answer never came. It may have arrived, so it is not sent again. Last: {last}",
  heldHint: "It goes out by itself once that is put right. The next try is on {at}.",
  unknownHint: "It may have reached them, so it is never sent a second time.",
  failedHint: "Whop will not take it like this, so it is not tried again.",
} as const;
