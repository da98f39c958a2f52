import fc from "fast-check";
import { expect, test } from "vitest";
import type { CampaignStatus } from "#db/enums.ts";
import { afterMove, campaignMoves, requireMove } from "#lib/campaigns/moves.ts";

type State = { status: CampaignStatus; isPaused: boolean };

/** What may follow on what, as the product promises it. */
const promised: Record<CampaignStatus, readonly CampaignStatus[]> = {
  draft: ["draft", "scheduled", "archived"],
  scheduled: ["scheduled", "active", "archived"],
  active: ["active", "settling"],
  settling: ["settling", "ended"],
  ended: ["ended", "archived"],
  archived: ["archived"],
};

test("whatever is done in whatever order, a campaign only goes from one status to one that may follow it", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...campaignMoves), { maxLength: 40 }), (moves) => {
      let state: State = { status: "draft", isPaused: false };
      for (const move of moves) {
        const next = afterMove(state, move);
        if (next === null) continue;
        expect(promised[state.status]).toContain(next.status);
        expect(next.isPaused && next.status !== "active").toBe(false);
        state = next;
      }
    }),
    { numRuns: 500 },
  );
});

test("nothing leads back: a status that was left does not come again", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...campaignMoves), { maxLength: 40 }), (moves) => {
      let state: State = { status: "draft", isPaused: false };
      const seen: CampaignStatus[] = ["draft"];
      for (const move of moves) {
        state = afterMove(state, move) ?? state;
        if (seen.at(-1) !== state.status) seen.push(state.status);
      }
      expect(new Set(seen).size).toBe(seen.length);
    }),
    { numRuns: 300 },
  );
});

test("every move that is refused says what to do instead", () => {
  const states: State[] = Object.keys(promised)
    .flatMap((status) => [false, true].map((isPaused) => ({ status, isPaused })))
    .filter((state): state is State => !state.isPaused || state.status === "active");
  for (const state of states)
    for (const move of ["schedule", "pause", "resume", "end", "archive"] as const) {
      if (afterMove(state, move) !== null) continue;
      expect(() => requireMove(state, move)).toThrow(/\.$/);
    }
});
