/** The member's own trace says less: never a limit that would help to get around it. */
export const creditForMember = {
  self_referral: "The link is your own.",
  bad_signature: "The purchase could not be tied to a link of this community.",
  unknown_link: "The purchase could not be tied to a link of this community.",
  amount_problem: "A payment of {member} is being looked at. The referral waits until then.",
} as const;
