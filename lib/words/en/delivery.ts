/** Why a call to Whop that gives or pays something has not been done yet, or has to be looked at. */
export const delivery = {
  tooLate: "The worker was stopped for too long and did not make the call.",
  takenOver: "Another worker has taken over.",
  codeArchived: "On Whop the code {code} exists already, and is archived.",
  codeTaken: "On Whop the code {code} exists already, and is another one.",
  nothingToExtend: "The member has no running membership with an end that days could be added to.",
  noEnd: "Whop does not say when the membership ends.",
  notApplied: "Read back from Whop: the call had not been applied.",
  endUnclear:
    "Whop did not answer, and the membership ends {now}: before it ended {before}, with the days it would end {after}. Look at it on Whop, then say whether the days are there.",
  membershipGone:
    "Whop did not answer, and the membership cannot be found on Whop any more: before it ended {before}, with the days it would end {after}. Look at it on Whop, then say whether the days are there.",
  stoppedBefore: "The worker stopped before it made the call.",
  stoppedAfter: "The worker stopped before the answer was known.",
  triedInVain: "Tried {used} times without success. The last time: {last}",
  lookedAfter: "It could not be delivered yet. The team has been told and looks after it.",
} as const;
