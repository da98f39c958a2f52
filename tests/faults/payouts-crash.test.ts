import { afterEach, expect, it } from "vitest";
import type { Services } from "#lib/core/services.ts";
import { approvePayout, createPayout, startPayout } from "#lib/payouts/index.ts";
import { bookOf } from "#tests/support/books-stage.ts";
import { isSurvived } from "#tests/support/doom.ts";
import { runPayoutJob } from "#tests/support/payout-jobs.ts";
import {
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  payoutsIn,
  proveBooks,
  sellFor,
} from "#tests/support/payout-stage.ts";
import { runDue, timerQueue } from "#tests/support/timer-queue.ts";

/** More than a payout has; the loop ends where a worker comes through alive. */
const mostSteps = 60;

let stage: PayoutStage | undefined;
afterEach(async () => stage?.close());

it.each([
  ["that Whop answers", 1, []],
  // Up to the call, which is step 3, it is the same.
  ["whose answer is lost", 3, [{ match: "POST /transfers", kind: "applied_then_500", times: 1 } as const]],
])(
  "a worker killed at any step of a transfer %s changes nothing about what the affiliate gets",
  async (_what, firstStep, faults) => {
    stage = await openPayoutStage();
    const { sandbox, database } = stage;
    const { clock } = stage.services;
    const services: Services = { ...stage.services, jobs: timerQueue(clock.now) };
    let survived = false;
    let killed = 0;
    for (let step = firstStep; !survived && step <= mostSteps; step += 1) {
      // Whop does not keep its promise about keys: only reading back stands between a crash and a second payment.
      await stage.settings({ idempotencyKeys: "none", faults: [...faults] });
      const at = await makePayouts(stage);
      const { system, member } = at;
      await sellFor(system, at, 2_000n);
      const owner = { ...at.owner, jobs: services.jobs };
      const { id } = await createPayout(owner);
      await approvePayout(owner, { id });
      await startPayout(owner, { id });

      survived = await isSurvived({
        appUrl: database.appUrl,
        sandbox: sandbox.origin,
        now: clock.now(),
        step,
      });
      if (!survived) killed += 1;
      // Another worker takes up what is on the queue, and what the clock brings later.
      for (let minutes = 0; minutes < 5; minutes += 1) {
        await runDue(services, (job) => runPayoutJob(services, job));
        stage.advance(60_000);
      }

      const said = `killed at step ${step}`;
      expect(await itemsIn(system), said).toMatchObject([{ status: "paid" }]);
      expect(await payoutsIn(system), said).toMatchObject([{ status: "paid" }]);
      expect(
        at.transfers().map(({ amount }) => amount),
        said,
      ).toEqual([1_000]);
      expect(await bookOf(system, member.id), said).toMatchObject({
        "commission_payable USD": 0n,
        "payout_in_transit USD": 0n,
        "payout_paid USD": 1_000n,
      });
      await proveBooks(system);
    }
    expect(survived).toBe(true);
    expect(killed).toBeGreaterThan(5 - firstStep);
  },
);
