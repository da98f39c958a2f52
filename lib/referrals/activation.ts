import type { ActivationCriteria } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Spell } from "../facts/index.ts";

/** What an activation is decided on; all of it at Whop's own times. */
export type ActivationFacts = {
  /** What the person did before does not count. */
  signedUpAt: Date;
  /** Nobody is activated before they are converted. */
  convertedAt: Date | null;
  /** When memberships of theirs were valid, and are known to be. */
  spells: readonly Spell[];
  /** Payments that stand and are not contested, less what went back. */
  payments: readonly { at: Date; currency: string; netMinor: bigint }[];
  profileCompletedAt: Date | null;
  /** When they bought access to an event. */
  eventAt: Date | null;
};

export type Criterion = keyof ActivationCriteria;

export type Activation =
  | { activatedAt: Date; by: Criterion }
  /** When they will be if nothing changes, which only time can bring; null if something has to happen first. */
  | { activatedAt: null; dueAt: Date | null };

/** Whether a person is activated, since when and by what: the criterion that was met first. */
export function activationOf(
  criteria: ActivationCriteria | null,
  facts: ActivationFacts,
  now: Date,
): Activation {
  const { convertedAt } = facts;
  if (criteria === null || convertedAt === null) return { activatedAt: null, dueAt: null };
  const [first] = met(criteria, facts)
    .map(({ by, at }) => ({ by, at: at < convertedAt ? convertedAt : at }))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  if (first === undefined) return { activatedAt: null, dueAt: null };
  return first.at <= now ? { activatedAt: first.at, by: first.by } : { activatedAt: null, dueAt: first.at };
}

type Met = { by: Criterion; at: Date };

/** Each criterion that is met or will be by the mere passing of time, in the order in which a tie is told. */
function met(criteria: ActivationCriteria, facts: ActivationFacts): Met[] {
  const { activeDays, paid, payments, profileComplete, eventAttended } = criteria;
  const found: [Criterion, Date | null][] = [
    ["activeDays", activeDays === undefined ? null : activeFor(activeDays * dayMs, facts)],
    ["paid", paid === undefined ? null : paidAsMuchAs(paid, facts)],
    ["payments", payments === undefined ? null : nthPayment(payments, facts)],
    ["profileComplete", profileComplete ? facts.profileCompletedAt : null],
    ["eventAttended", eventAttended ? facts.eventAt : null],
  ];
  return found.flatMap(([by, at]) => (at === null ? [] : [{ by, at }]));
}

/** Times in which several memberships were valid count once, and days are of exactly 24 hours wherever one lives. */
function activeFor(wantedMs: number, { signedUpAt, spells }: ActivationFacts): Date | null {
  let counted = 0;
  let reached = signedUpAt.getTime();
  for (const { from, until } of spells.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const start = Math.max(from.getTime(), reached);
    const end = until?.getTime() ?? Number.POSITIVE_INFINITY;
    if (end <= start) continue;
    if (counted + end - start >= wantedMs) return new Date(start + wantedMs - counted);
    counted += end - start;
    reached = end;
  }
  return null;
}

function paidAsMuchAs(
  paid: NonNullable<ActivationCriteria["paid"]>,
  { payments }: ActivationFacts,
): Date | null {
  const left = new Map(Object.entries(paid).map(([currency, minor]) => [currency, BigInt(minor)]));
  for (const { at, currency, netMinor } of inOrder(payments)) {
    const missing = left.get(currency);
    if (missing === undefined) continue;
    if (missing <= netMinor) return at;
    left.set(currency, missing - netMinor);
  }
  return null;
}

function nthPayment(n: number, { payments }: ActivationFacts): Date | null {
  return inOrder(payments.filter(({ netMinor }) => netMinor > 0n)).at(n - 1)?.at ?? null;
}

function inOrder<T extends { at: Date }>(payments: readonly T[]): T[] {
  return payments.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
