import type { Rung } from "#lib/rewards/index.ts";

/** What asks for the member's attention before what is done. */
const order: Record<Rung["state"], number> = {
  ready: 0,
  waiting: 1,
  locked: 2,
  delivered: 3,
  expired: 4,
  cancelled: 5,
};

/**
 * A ladder for a page that shows other things, too: of a reward that is earned again and again, what is ahead, what can
 * be claimed, and the last one there was.
 */
export function condense<R extends Rung>(rungs: readonly R[]): R[] {
  return [...Map.groupBy(rungs, ({ rewardId }) => rewardId).values()].flatMap((same) => {
    const inOrder = same.toSorted((a, b) => order[a.state] - order[b.state]);
    const live = inOrder.filter(({ state }) => state === "ready" || state === "locked");
    const last = inOrder.find(({ state }) => state !== "ready" && state !== "locked");
    const kept = new Set([...live.slice(0, 2), ...(last ? [last] : [])]);
    // As they stood: what is ahead stays where the ladder has it.
    return same.filter((rung) => kept.has(rung));
  });
}
