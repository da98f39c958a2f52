import { afterEach, expect, it } from "vitest";
import { retryItem } from "#lib/payouts/index.ts";
import { bookOf } from "#tests/support/books-stage.ts";
import { times } from "#tests/support/long-form.ts";
import {
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  payoutsIn,
  press,
  proveBooks,
  sellFor,
} from "#tests/support/payout-stage.ts";

const affiliates = times(40, 400);

/** Each kind as often as the others, so that three calls in ten go wrong. */
const kinds = ["applied_then_timeout", "applied_then_500", "reset", "429", "409", "truncated"] as const;
const rate = 1 - 0.7 ** (1 / kinds.length);
const faults = kinds.map((kind, index) => ({ match: "*", kind, rate, seed: 300 + index }));

let stage: PayoutStage | undefined;
afterEach(async () => stage?.close());

it.each(["all", "none"])(
  "with three calls in ten going wrong, each affiliate is paid exactly once (Whop keeps %s of its promises about keys)",
  async (idempotencyKeys) => {
    stage = await openPayoutStage({ timeouts: { read: 1_000, change: 1_000 } });
    const { sandbox } = stage;
    const at = await makePayouts(stage);
    const { system, owner } = at;
    const owed = new Map<string, number>();
    for (let index = 0; index < affiliates; index += 1) {
      const payee = await at.addAffiliate();
      await sellFor(system, payee, BigInt(2_000 + 2 * index));
      owed.set(payee.member.whopUserId, 1_000 + index);
    }
    const { id } = await press(at);
    await stage.settings({ idempotencyKeys, faults });

    await stage.runUntilQuiet(30, { workers: 8 });
    // Ten tries may all go wrong; then it waits for the team, who has it tried again.
    for (const { id: itemId, status } of await itemsIn(system, { payoutId: id }))
      if (status === "failed" || status === "held") await retryItem(owner, { id: itemId });
    await stage.runUntilQuiet(30, { workers: 8 });

    const items = await itemsIn(system, { payoutId: id });
    expect(items.map(({ status }) => status)).toEqual(Array(affiliates).fill("paid"));
    expect(await payoutsIn(system)).toMatchObject([{ status: "paid" }]);
    const sent = at.transfers();
    expect(sent).toHaveLength(affiliates);
    expect(new Map(sent.map(({ destinationId, amount }) => [destinationId, amount]))).toEqual(owed);
    expect(new Set(items.map(({ transferId }) => transferId))).toEqual(new Set(sent.map((row) => row.id)));
    expect(await bookOf(system, at.member.id)).toEqual({});
    await proveBooks(system);
    const calls = sandbox.world.requests.newestFirst();
    expect(calls.filter(({ fault }) => fault !== null).length).toBeGreaterThan(calls.length / 5);
  },
);
