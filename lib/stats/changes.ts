import type { StatsPeriod } from "#db/enums.ts";
import { type Counts, counted, type MemberNumbers, type Revenue } from "./member-numbers.ts";
import { type Morning, morningOf } from "./morning.ts";

export type ScoreChange = { period: StatsPeriod; periodStart: string; score: number; members: number };
export type DayChange = Counts & { day: string; revenue: Revenue[] };

/** A member's numbers as they are kept: with what the rows cannot tell, the score of this morning. */
export type KeptNumbers = MemberNumbers & Morning;

/** A score that grew. */
export type Rise = {
  userId: string;
  period: StatsPeriod;
  periodStart: string;
  before: number;
  score: number;
};

export type Changes = {
  write: KeptNumbers[];
  remove: KeptNumbers[];
  /** How many members more or fewer have each score. */
  scores: ScoreChange[];
  /** What the company's days gain or lose. */
  days: DayChange[];
  rises: Rise[];
  /** Whose streak has a further day. */
  longerStreaks: string[];
};

/** What must be written so that the stored numbers of some members become the computed ones, and all sums with them. */
export function changesBetween(
  stored: readonly KeptNumbers[],
  computed: readonly MemberNumbers[],
  today: string,
): Changes {
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const after = new Map(computed.map((row) => [keyOf(row), row]));
  const write = computed
    .filter((row) => !isSame(before.get(keyOf(row)), row))
    .map((row) => ({ ...row, ...morningOf(before.get(keyOf(row)), row.score, today) }));
  const remove = stored.filter((row) => !after.has(keyOf(row)));
  const scores = new Map<string, ScoreChange>();
  const days = new Map<string, DayChange>();
  const apply = (row: MemberNumbers, sign: 1 | -1) => {
    if (row.score > 0) {
      const key = `${row.period} ${row.periodStart} ${row.score}`;
      const { period, periodStart, score } = row;
      const change = scores.get(key) ?? { period, periodStart, score, members: 0 };
      scores.set(key, { ...change, members: change.members + sign });
    }
    if (row.period === "day") {
      const day = days.get(row.periodStart) ?? { day: row.periodStart, ...noCounts(), revenue: [] };
      days.set(row.periodStart, addTo(day, row, sign));
    }
  };
  const rises: Rise[] = [];
  const longerStreaks: string[] = [];
  for (const row of write) {
    const old = before.get(keyOf(row));
    if (old) apply(old, -1);
    apply(row, 1);
    const { userId, period, periodStart, score } = row;
    const was = old?.score ?? 0;
    if (score > was) rises.push({ userId, period, periodStart, before: was, score });
    // A further day may also be one of another run than the one before.
    const isAnotherDay = row.streakUntil !== (old?.streakUntil ?? null);
    if (row.streakDays > (old?.streakDays ?? 0) || (row.streakDays > 1 && isAnotherDay))
      longerStreaks.push(userId);
  }
  for (const row of remove) apply(row, -1);
  return {
    write,
    remove,
    scores: [...scores.values()].filter((change) => change.members !== 0),
    days: [...days.values()].filter((change) => !isNothing(change)),
    rises,
    longerStreaks,
  };
}

export type MemberDifference = {
  userId: string;
  period: StatsPeriod;
  periodStart: string;
  /** The numbers that differ, by name. */
  stored: Record<string, string | number | null>;
  rows: Record<string, string | number | null>;
};

/** Where stored numbers are not the computed ones. No row is the same as one of nothing but zeros. */
export function differencesBetween(
  stored: readonly KeptNumbers[],
  computed: readonly MemberNumbers[],
): MemberDifference[] {
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const after = new Map(computed.map((row) => [keyOf(row), row]));
  const found: MemberDifference[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const one = before.get(key) ?? after.get(key);
    if (!one) continue;
    const [was, is] = [namedNumbers(before.get(key)), namedNumbers(after.get(key))];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
      (name) => (was[name] ?? null) !== (is[name] ?? null),
    );
    if (names.length === 0) continue;
    const { userId, period, periodStart } = one;
    const only = (of: Record<string, string | number>) =>
      Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
    found.push({ userId, period, periodStart, stored: only(was), rows: only(is) });
  }
  return found;
}

/** What is not zero of a member's numbers, flat and as JSON holds it. */
function namedNumbers(row: MemberNumbers | undefined): Record<string, string | number> {
  if (!row) return {};
  const { score, scoreReachedAt, streakDays, streakUntil, streakMissedOn, streakBest } = row;
  const all: [name: string, value: string | number | null][] = [
    ...counted.map((name): [string, number] => [name, row[name]]),
    ...Object.entries({ score, streakDays, streakUntil, streakMissedOn, streakBest }),
    ["scoreReachedAt", scoreReachedAt?.toISOString() ?? null],
    ...row.revenue.flatMap(({ currency, ...amounts }) =>
      Object.entries(amounts).map(([name, amount]): [string, string] => [`${name} ${currency}`, `${amount}`]),
    ),
  ];
  return Object.fromEntries(
    all.flatMap(([name, value]) => (value === null || value === 0 || value === "0" ? [] : [[name, value]])),
  );
}

export function noCounts(): Counts {
  return {
    human: 0,
    bot: 0,
    preview: 0,
    prefetch: 0,
    duplicate: 0,
    self: 0,
    test: 0,
    signups: 0,
    conversionsConfirmed: 0,
    conversionsProvisional: 0,
    conversionsClicked: 0,
  };
}

type Summable = Counts & { revenue: readonly Revenue[] };

export function addTo<T extends Summable>(sum: T, other: Summable, sign: 1 | -1 = 1): T {
  const result = { ...sum };
  for (const name of counted) Object.assign(result, { [name]: sum[name] + sign * other[name] });
  return { ...result, revenue: addRevenue(sum.revenue, other.revenue, BigInt(sign)) };
}

function addRevenue(a: readonly Revenue[], b: readonly Revenue[], sign: bigint): Revenue[] {
  const sums = new Map(a.map((one) => [one.currency, one]));
  for (const { currency, gross, refunded, net } of b) {
    const sum = sums.get(currency) ?? { currency, gross: 0n, refunded: 0n, net: 0n };
    sums.set(currency, {
      currency,
      gross: sum.gross + sign * gross,
      refunded: sum.refunded + sign * refunded,
      net: sum.net + sign * net,
    });
  }
  return [...sums.values()]
    .filter((one) => one.gross !== 0n || one.refunded !== 0n || one.net !== 0n)
    .sort((x, y) => (x.currency < y.currency ? -1 : 1));
}

export function isNothing(row: Summable): boolean {
  return counted.every((name) => row[name] === 0) && row.revenue.length === 0;
}

function keyOf(row: MemberNumbers): string {
  return `${row.userId} ${row.period} ${row.periodStart}`;
}

function isSame(a: MemberNumbers | undefined, b: MemberNumbers): boolean {
  return a !== undefined && fingerprint(a) === fingerprint(b);
}

function fingerprint(row: MemberNumbers): string {
  return JSON.stringify([
    ...counted.map((name) => row[name]),
    row.score,
    row.scoreReachedAt,
    row.streakDays,
    row.streakUntil,
    row.streakMissedOn,
    row.streakBest,
    revenueToJson(row.revenue),
  ]);
}

/** JSON knows no bigint: amounts are stored as strings. */
export function revenueToJson(revenue: readonly Revenue[]) {
  return revenue.map(({ currency, gross, refunded, net }) => ({
    currency,
    gross: String(gross),
    refunded: String(refunded),
    net: String(net),
  }));
}
