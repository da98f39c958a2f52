import { claimTones } from "#app/_ui/claim/claim-tones.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import type { ListedClaim } from "#lib/claims/index.ts";

type Person = { name: string; avatarUrl: string | null };

/** A claim in words, as its card shows it. */
export type ClaimItem = {
  id: string;
  claimer: Person;
  referred: Person;
  /** Where it stands, as a word and as a sentence. */
  state: string;
  tone: Tone;
  sentence: string;
  words: string | null;
  facts: [name: string, value: string][];
  links: { href: string; text: string }[];
  canApprove: boolean;
  canReject: boolean;
  canRevoke: boolean;
};

type Around = { companyId: string; trust: number | null; speech: Speech };

export function itemOf(claim: ListedClaim, { companyId, trust, speech }: Around): ClaimItem {
  const { t, say } = speech;
  const { id, standing, claimer, referred, referredUsername, prospect, credit } = claim;
  const named = referred?.name ?? (referredUsername === null ? t("claim.former") : `@${referredUsername}`);
  const base = `/dashboard/${companyId}`;
  return {
    id,
    claimer: { name: claimer.name, avatarUrl: claimer.avatarUrl },
    referred: { name: named, avatarUrl: referred?.avatarUrl ?? null },
    state: t(`claim.owner.filter.${standing}`),
    tone: prospect?.possible === false ? "neutral" : claimTones[standing],
    sentence: say(prospect?.sentence ?? claim.sentence),
    words: claim.words,
    facts: factsOf(claim, speech),
    links: [
      ...(trust === null
        ? []
        : [
            {
              href: `${base}/members?open=${claimer.userId}#trust`,
              text: t("trust.short", { score: trust }),
            },
          ]),
      ...(credit === null
        ? []
        : [{ href: `${base}/referrals?open=${credit.referralId}`, text: t("claim.owner.trace") }]),
    ],
    canApprove: prospect?.possible === true,
    canReject: standing === "open" || standing === "waiting",
    canRevoke: standing === "approved",
  };
}

function factsOf(claim: ListedClaim, { t, format }: Speech): ClaimItem["facts"] {
  const { joinedAt, evidence, credit, decidedAt, decidedBy, reason } = claim;
  const fact = (name: Parameters<typeof nameOf>[1], value: string) =>
    [nameOf(t, name), value] as [string, string];
  const known = [
    fact("filed", format.day(claim.filedAt)),
    fact("told", format.date(claim.toldOn)),
    fact("joined", joinedAt === null ? t("claim.owner.fact.notJoined") : format.instant(joinedAt)),
  ];
  if (evidence !== null) {
    const { ownClicks: count, lastOwnClickAt, otherClicks } = evidence;
    const at = lastOwnClickAt === null ? "" : format.instant(lastOwnClickAt);
    known.push(fact("ownClicks", t("claim.owner.fact.own", { count, at })));
    known.push(fact("otherClicks", t("claim.owner.fact.others", { count: otherClicks })));
  }
  const credited =
    credit === null
      ? t("claim.owner.fact.nobody")
      : t("claim.owner.fact.creditOf", { name: credit.referrer.name, evidence: credit.evidence });
  known.push(fact("credit", credited));
  if (decidedAt !== null && decidedBy !== null)
    known.push(fact("decided", t("claim.owner.fact.by", { at: format.day(decidedAt), name: decidedBy })));
  if (reason !== null) known.push(fact("reason", reason));
  return known;
}

type FactName = "filed" | "told" | "joined" | "ownClicks" | "otherClicks" | "credit" | "decided" | "reason";

function nameOf(t: Speech["t"], name: FactName): string {
  return t(`claim.owner.fact.${name}`);
}
