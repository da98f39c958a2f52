/** Why a member cannot be forgotten yet, and what they are told afterwards. */
export const privacy = {
  erased: "This member was erased already.",
  communityOwner: "Whop names this member as the community's owner, so they stay known here.",
  reward: "A reward is on its way to this member. Wait until it is delivered, or reject it, then try again.",
  payout: "A payout to this member is under way. Try again when it has ended.",
  earnings:
    "This member has earnings that are not paid yet. Pay them first, or say that the member does without them.",
  wasErased: "The member was erased.",
  youWereErased: "Your data was erased from this community, so nothing more can be done here in your name.",
} as const;
