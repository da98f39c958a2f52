/** Why credit was given, moved or refused; the codes are those of lib/attribution. */
export const credit = {
  // What became of a purchase.
  converted: "{member} paid, so the referral counts.",
  trial_counts: "{member} began a trial, and trials count under rules version {version}.",
  free_counts: "{member} joined a free plan, and free plans count under rules version {version}.",
  waiting_for_payment:
    "{member} joined and has not paid yet. The referral counts with the first settled payment.",
  refunded: "Everything {member} paid was refunded, so the referral no longer counts.",
  dispute_lost: "{member}'s bank took the payment back, so the referral no longer counts.",
  left_before_paying: "{member} left before paying anything, so the referral does not count.",
  open_dispute: "{member} disputes the payment. The referral is kept waiting until the dispute ends.",
  amount_problem:
    "An amount of {member}'s payment could not be read ({problem}). The referral waits; nothing is guessed.",
  no_evidence: "Nothing in {member}'s checkout names a referral link, so nobody is credited.",
  // Why one candidate won.
  only_evidence: "The only valid evidence of who brought {member}.",
  first_touch: "The first of {count} valid links, and rules version {version} credits the first.",
  last_touch:
    "The last of {count} valid links before the first payment, and rules version {version} credits the last.",
  // Why another did not.
  not_first: "Another link came first, and rules version {version} credits the first.",
  not_last: "Another link came later, and rules version {version} credits the last before the first payment.",
  after_first_payment: "{member} had already paid when this link was used.",
  self_referral: "The link belongs to {member}. Nobody can refer themselves.",
  existing_customer:
    "{member} was already a customer before using this link, and rules version {version} does not credit existing customers.",
  outside_window:
    "The last click on the link was more than {windowDays} days before the purchase (rules version {version}).",
  link_expired: "The link had expired before it was used.",
  link_paused: "The link was paused before it was used.",
  link_used_up: "The link had already brought as many members as its limit allows.",
  bad_signature:
    "The checkout names a link, but the signature is not ours for this community, so it proves nothing.",
  unknown_link: "The checkout names a link that this community does not have.",
  claim_only: "Nothing in {member}'s checkout names a link that counts, and the team approved a claim.",
  claim_outweighed: "The checkout itself says who brought {member}, and that goes before any claim.",
  claim_too_late:
    "{member} joined more than {windowDays} days before or after the claim was filed (rules version {version}).",
  claim_existing_customer:
    "{member} was already a customer before, and rules version {version} does not credit existing customers.",
  // How a referral ended up elsewhere.
  superseded: "The credit for {member} moved to another link.",
  no_longer_credited: "By what is known now, {member} is nobody's referral.",
} as const;
