import { dayMs } from "../core/clock.ts";
import type { VouchRules } from "./vouch-rules.ts";

/** What a member's score is made of. */
export type TrustFacts = {
  joinedAt: Date | null;
  /** Referrals that still count after the community's hold. */
  stayed: number;
  refunded: number;
  /** Lost to a dispute. */
  disputed: number;
  /** Waiting for the team. */
  held: number;
  rejected: number;
  /** Vouches that stand. */
  vouches: { primary: number; secondary: number; community: number };
};

/** One part of the score: so many points of so many, and what they follow from. */
export type TrustPart = { points: number; of: number } & (
  | ({ part: "referrals" } & Pick<TrustFacts, "stayed" | "refunded" | "disputed" | "held" | "rejected">)
  | { part: "age"; days: number; fullAfterDays: number }
  | ({ part: "vouches" } & TrustFacts["vouches"])
);

export type TrustScore = { score: number; parts: TrustPart[] };

/** In the order of trust; what others than the team read instead of a number. */
export const trustLevels = ["new", "known", "trusted", "proven"] as const;
export type TrustLevel = (typeof trustLevels)[number];

const most = { referrals: 60, age: 10, vouches: 30 } as const;
const fullAfterDays = 180;

/** A dispute or a rejection weighs as much as three refunds: it costs the community, and hardly happens by chance. */
const weights = { refunded: 1, held: 1, disputed: 3, rejected: 3 } as const;

/** How far a member's referrals can be trusted, 0 to 100: the sum of whole points, each of them explained. */
export function scoreOf(facts: TrustFacts, rules: VouchRules, now: Date): TrustScore {
  const parts = [referralsPart(facts), agePart(facts, now), vouchesPart(facts, rules)];
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts };
}

/** The share of what turned out well, as if there were one of each to begin with: a single referral says little. */
function referralsPart({ stayed, refunded, disputed, held, rejected }: TrustFacts): TrustPart {
  const bad =
    refunded * weights.refunded +
    held * weights.held +
    disputed * weights.disputed +
    rejected * weights.rejected;
  const of = most.referrals;
  const points = Math.round((of * (stayed + 1)) / (stayed + bad + 2));
  return { part: "referrals", points, of, stayed, refunded, disputed, held, rejected };
}

function agePart({ joinedAt }: TrustFacts, now: Date): TrustPart {
  const ms = joinedAt === null ? 0 : Math.max(0, now.getTime() - joinedAt.getTime());
  const days = Math.floor(ms / dayMs);
  const points = Math.floor((most.age * Math.min(days, fullAfterDays)) / fullAfterDays);
  return { part: "age", points, of: most.age, days, fullAfterDays };
}

/** Each kind is worth its weight when there are as many as its limit allows; more are worth no more. */
function vouchesPart({ vouches }: TrustFacts, rules: VouchRules): TrustPart {
  const kinds = [
    [vouches.primary, rules.primaryLimit, rules.primaryWeight],
    [vouches.secondary, rules.secondaryLimit, rules.secondaryWeight],
    [vouches.community, rules.communityLimit, rules.communityWeight],
  ] as const;
  const percent = kinds.reduce(
    (sum, [given, limit, weight]) => sum + (limit === 0 ? 0 : (weight * Math.min(given, limit)) / limit),
    0,
  );
  const points = Math.round((most.vouches * percent) / 100);
  return { part: "vouches", points, of: most.vouches, ...vouches };
}

export function levelOf(score: number): TrustLevel {
  if (score >= 80) return "proven";
  if (score >= 60) return "trusted";
  return score >= 40 ? "known" : "new";
}
