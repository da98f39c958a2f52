import type { Rules } from "../companies/index.ts";
import type { ReadDetails } from "./details.ts";
import type { DecisionDetails } from "./types.ts";

/** A use of a link: somebody's credit lay with it from one of their purchases on, until a later one moved it. */
export type Hold = { codeId: string; from: Date; until: Date | null };

type Weighing = (DecisionDetails | ReadDetails)["weighed"];

/**
 * What a person's weighed purchases held, step by step. It reads what was true at each purchase and not where the
 * credit ended: room for one person depends only on what happened before, so nobody waits for each other in a circle.
 */
export function holdsOf(weighed: Weighing, touch: Rules["touch"]): Hold[] {
  const valid = weighed.filter(({ verdict }) => verdict !== "refused");
  const won = valid.findIndex(({ verdict }) => verdict === "won");
  const steps = touch === "first" ? valid.slice(0, 1) : valid.slice(0, won + 1);
  return steps.flatMap(({ codeId, startedAt }, nth) => {
    const next = steps[nth + 1];
    const until = next ? new Date(next.startedAt) : null;
    return codeId === null ? [] : [{ codeId, from: new Date(startedAt), until }];
  });
}

/** A moment in a community, of which there is one order: by Whop's time, and by whose purchase it is. */
export type Moment = { at: Date; whopUserId: string };

export function isBefore(a: Moment, b: Moment): boolean {
  const apart = a.at.getTime() - b.at.getTime();
  return apart < 0 || (apart === 0 && a.whopUserId < b.whopUserId);
}

/** Whether this person's credit lay with the link when another one bought. */
export function heldAt(holds: readonly Hold[], whopUserId: string, codeId: string, moment: Moment): boolean {
  const has = (at: Date) => isBefore({ at, whopUserId }, moment);
  return holds.some((hold) => hold.codeId === codeId && has(hold.from) && !(hold.until && has(hold.until)));
}

/** By link: from when on it is held otherwise than before. */
export function changedHolds(before: readonly Hold[], after: readonly Hold[]): Map<string, Date> {
  const known = new Set(before.map(nameOf));
  const wanted = new Set(after.map(nameOf));
  const changed = [
    ...before.filter((hold) => !wanted.has(nameOf(hold))),
    ...after.filter((hold) => !known.has(nameOf(hold))),
  ];
  const since = new Map<string, Date>();
  for (const { codeId, from } of changed) {
    const earliest = since.get(codeId);
    if (!earliest || from < earliest) since.set(codeId, from);
  }
  return since;
}

function nameOf({ codeId, from, until }: Hold): string {
  return `${codeId} ${from.getTime()} ${until?.getTime() ?? ""}`;
}
