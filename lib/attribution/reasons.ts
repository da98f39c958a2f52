/**
 * Why credit was given, moved or refused. The code is stored; the sentence is made when it is read, from
 * what the decision recorded beside it. Values in braces come from there.
 */
const sentences = {
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
  // How a referral ended up elsewhere.
  superseded: "The credit for {member} moved to another link.",
  no_longer_credited: "By what is known now, {member} is nobody's referral.",
} as const;

export type ReasonCode = keyof typeof sentences;

/** The member's own trace says less: never a limit that would help to get around it. */
const forMembers: Partial<Record<ReasonCode, string>> = {
  self_referral: "The link is your own.",
  bad_signature: "The purchase could not be tied to a link of this community.",
  unknown_link: "The purchase could not be tied to a link of this community.",
  amount_problem: "A payment of {member} is being looked at. The referral waits until then.",
};

export function isReasonCode(value: string): value is ReasonCode {
  return Object.hasOwn(sentences, value);
}

/** The sentence of a reason for the owner or the member who referred, with what is not known left general. */
export function sentenceFor(
  reason: string,
  values: Readonly<Record<string, string | number>>,
  audience: "owner" | "member" = "owner",
): string {
  if (!isReasonCode(reason)) return `Decided for a reason this version does not know: ${reason}.`;
  const template = (audience === "member" ? forMembers[reason] : undefined) ?? sentences[reason];
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? general[name] ?? "unknown"),
  );
}

const general: Record<string, string> = {
  member: "This member",
  count: "several",
  version: "in force",
  windowDays: "the allowed",
  problem: "its form is unknown",
};
