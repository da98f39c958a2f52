/** Claims that a referral is missing: why one is refused, and how each stands. */
export const claim = {
  yourself: "This is you. Nobody can refer themselves.",
  ownAccount:
    "This account shares its e-mail address or its means of payment with yours. Nobody can refer themselves.",
  sameAccount:
    "The two accounts share an e-mail address or a means of payment, so they are taken to be one person's.",
  memberBefore:
    "{member} was a member before you were, and this community does not credit those who were here already.",
  memberBeforeClaimer:
    "{member} was a member before {claimer} was, and your rules do not credit those who were here already.",
  tooMany:
    "{limit, plural, one {You have a claim that nobody has decided yet. Wait for the team or take it back.} other {You have # claims that nobody has decided yet. Wait for the team or take one back.}}",
  openAlready: "You have claimed {member} already, and the team has not decided yet.",
  approvedAlready: "The team approved your claim about {member} already.",
  rejectedAlready:
    "The team decided against your claim about {member} on {at}. It does not look at it again.",
  yoursAlready: "{member} is your referral already: the checkout names your link.",
  notJoined: "{member} has not joined yet. The claim waits until they do.",
  outweighed:
    "{member}'s checkout itself says who brought them, which goes before any claim. Reject it, or leave it open.",
  otherApproved: "Another member's claim about {member} was approved. Take that approval back first.",
  decidedAlready:
    "{status, select, approved {This claim was approved already.} rejected {This claim was decided against already.} other {The member took this claim back.}}",
  ended:
    "{status, select, approved {The team approved this claim and it counts. Ask the team if that is wrong.} rejected {The team decided against this claim already.} other {You took this claim back already.}}",
  notApproved: "This claim is not approved, so there is nothing to take back.",
  ownDecision: "This claim is your own. Somebody else of the team has to decide about it.",
  // How one stands, in a sentence.
  waits: "Waits until @{username} joins. Then the team looks at it.",
  open: "The team has not decided yet.",
  credited: "The team approved it: {member} is your referral.",
  creditedTo: "Approved: {member} is the referral of {claimer}.",
  withoutEffect: "Approved, but it does not count: {why}",
  approved: "Approved. The credit follows in a moment.",
  rejected: "The team decided against it.",
  revoked: "The team took its approval back, so it no longer counts.",
  withdrawn: "Taken back by the member.",
  // What a yes would come to, for whoever decides.
  wouldCredit: "Approving makes {member} the referral of {claimer}.",
  wouldBeRefused: "Approving is not possible: {why}",
  newcomer: "Somebody unknown",
} as const;
