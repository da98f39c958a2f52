import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getAffiliateOverview } from "#lib/affiliates/index.ts";
import { createPayout, getOwed, getPayout } from "#lib/payouts/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asMember } from "#tests/support/factories.ts";
import {
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  refundSale,
  sellFor,
} from "#tests/support/payout-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

const payouts = { method: "transfer", minimums: { USD: "5.00" }, secondApprovalAbove: {}, schedule: null };

describe("what is owed now", () => {
  test("is by currency what a payout drafted now would pay, and what it would leave", async () => {
    const at = await makePayouts(stage, { payouts });
    const [second, third] = [await at.addAffiliate(), await at.addAffiliate()];
    await sellFor(at.system, at, 2_000n);
    await sellFor(at.system, at, 5_000n, "JPY");
    await sellFor(at.system, second, 3_000n);
    await sellFor(at.system, third, 400n);
    const owed = await getOwed(at.owner);
    expect(owed).toMatchObject([
      { currency: "JPY", dueMinor: 2_500n, affiliates: 1, belowMinimumMinor: 0n, overpaidMinor: 0n },
      { currency: "USD", dueMinor: 2_500n, affiliates: 2, belowMinimumMinor: 200n, overpaidMinor: 0n },
    ]);
    const { id } = await createPayout(at.owner);
    const { totals } = await getPayout(at.owner, { id });
    const drafted = totals.filter(({ status }) => status === "included");
    expect(drafted.map(({ currency, amountMinor, items }) => [currency, amountMinor, items])).toEqual(
      owed.map(({ currency, dueMinor, affiliates }) => [currency, dueMinor, affiliates]),
    );
  });

  test("is nothing once all of it was refunded, and says since when the oldest of it is due", async () => {
    const at = await makePayouts(stage);
    const sold = await sellFor(at.system, at, 2_000n);
    const [before] = await getOwed(at.owner);
    expect(before?.since?.getTime()).toBeLessThanOrEqual(stage.services.clock.now().getTime());
    await refundSale(at.system, at.affiliateId, sold, 2_000n);
    expect(await getOwed(at.owner)).toEqual([]);
  });

  test("and the sums of the books are for the team, and agree with each other", async () => {
    const at = await makePayouts(stage);
    await sellFor(at.system, at, 2_000n);
    await sellFor(at.system, await at.addAffiliate(), 1_000n);
    // Kept stays what it was; what is to be paid is nobody's any more.
    const { affiliateId, member: erased } = await at.addAffiliate();
    await sellFor(at.system, { affiliateId, member: erased }, 4_000n);
    const erasure = { companyId: at.companyId, userId: erased.id, giveUpEarnings: true };
    await runJob(at.system, "erase-member", erasure);
    const { counts, totals } = await getAffiliateOverview(at.owner);
    expect(counts).toMatchObject({ active: 2, suspended: 1, applied: 0 });
    expect(totals).toMatchObject([{ currency: "USD", kept: "35.00", owed: "15.00", waiting: "0.00" }]);
    expect(await getOwed(at.owner)).toMatchObject([{ currency: "USD", dueMinor: 1_500n, affiliates: 2 }]);
    const member = asMember(stage.services, at.companyId, at.member);
    for (const verb of [getOwed, getAffiliateOverview])
      await expect(verb(member)).rejects.toMatchObject({ code: "forbidden" });
  });
});
