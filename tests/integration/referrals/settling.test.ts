import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkoutConfigurations, referralCodeOptions } from "#db/schema/index.ts";
import { updateRules } from "#lib/companies/index.ts";
import { dayMs, hourMs, secondMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { recordMembership, recordPayment, recordRefund } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { settleReferrals } from "#lib/referrals/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asOwner, makeCompany, makeLink, makeMember, unique } from "#tests/support/factories.ts";
import { membershipFact, paymentFact, refundFact } from "#tests/support/facts.ts";
import {
  decisionsAbout,
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let system: Ctx;
let referrer: Awaited<ReturnType<typeof makeMember>>;
let link: Awaited<ReturnType<typeof makeLink>>;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  referrer = await makeMember(system);
  link = await makeLink(system, referrer.id);
});

const at = (ms: number) => new Date(testNow.getTime() - 40 * dayMs + ms);

/** What the newest decision says of a buyer. */
async function lastWord(whopUserId: string) {
  const { id } = await ensureMember(system, { whopUserId });
  return (await decisionsAbout(system, id)).at(-1);
}

describe("one referred member has one live referral", () => {
  it("when the same purchase is settled by several workers at once", async () => {
    const { whopUserId } = await recordPurchase(system, { codeId: link.id, at: at(0) });
    await Promise.all(Array.from({ length: 6 }, () => settle(system, whopUserId)));
    const rows = await referralsIn(system);
    expect(rows).toMatchObject([{ status: "converted", referrerId: referrer.id, review: "clear" }]);
    expect(await decisionsAbout(system, rows[0]?.referredId ?? "")).toHaveLength(1);
  });

  it("when two referrers' purchases arrive at once, and the rules alone choose", async () => {
    const rival = await makeMember(system);
    const rivals = await makeLink(system, rival.id);
    for (let round = 0; round < 5; round += 1) {
      const whopUserId = unique("user_");
      const through = [
        { codeId: link.id, at: at(0), whopUserId },
        { codeId: rivals.id, at: at(hourMs), whopUserId },
      ];
      await Promise.all(
        through.map(async (buying) => {
          await recordPurchase(system, buying);
          await settle(system, whopUserId);
        }),
      );
      const { id } = await ensureMember(system, { whopUserId });
      const live = (await referralsIn(system)).filter(
        (row) => row.referredId === id && row.status !== "cancelled",
      );
      // The first payment was made through the first link, so the later link is too late.
      expect(live).toMatchObject([{ referrerId: referrer.id }]);
    }
  });

  it("when the credit moves to another link, which leaves the former one behind with the reason", async () => {
    const rival = await makeMember(system);
    const rivals = await makeLink(system, rival.id);
    const whopUserId = unique("user_");
    const joined = { whopUserId, whopCreatedAt: at(0), status: "trialing" };
    const first = referenceOf(system.secrets, system.companyId, link.id);
    await recordMembership(system, membershipFact({ ...joined, metadata: { ...first } }));
    await settle(system, whopUserId);
    expect(await referralsIn(system)).toMatchObject([{ status: "pending", referrerId: referrer.id }]);
    await recordPurchase(system, { codeId: rivals.id, at: at(dayMs), whopUserId });
    await settle(system, whopUserId);
    expect(await referralsIn(system)).toMatchObject([
      { status: "cancelled", cancelReason: "superseded", referrerId: referrer.id, convertedAt: null },
      { status: "converted", cancelReason: null, referrerId: rival.id },
    ]);
  });

  it("when a refund races the conversion: the end is cancelled, whoever comes first", async () => {
    for (let round = 0; round < 6; round += 1) {
      const bought = await recordPurchase(system, { codeId: link.id, at: at(0) });
      const refunded = async () => {
        await recordRefund(system, refundFact({ paymentId: bought.paymentId, whopCreatedAt: at(hourMs) }));
        await settle(system, bought.whopUserId);
      };
      await Promise.all([settle(system, bought.whopUserId), refunded()]);
      const { id } = await ensureMember(system, { whopUserId: bought.whopUserId });
      const rows = (await referralsIn(system)).filter((row) => row.referredId === id);
      expect(rows).toMatchObject([
        { status: "cancelled", cancelReason: "refunded", cancelledAt: at(hourMs) },
      ]);
    }
  });

  it("when two members brought each other and are settled at once", async () => {
    const [a, b] = [unique("user_"), unique("user_")];
    const ids = [];
    for (const whopUserId of [a, b]) ids.push((await ensureMember(system, { whopUserId })).id);
    const links = await Promise.all(ids.map((id) => makeLink(system, id)));
    await recordPurchase(system, { codeId: links[1]?.id ?? null, at: at(0), whopUserId: a });
    await recordPurchase(system, { codeId: links[0]?.id ?? null, at: at(1), whopUserId: b });
    await Promise.all([settle(system, a), settle(system, b), settle(system, a), settle(system, b)]);
    expect((await referralsIn(system)).map((row) => row.referrerId)).toEqual([ids[1], ids[0]]);
  });
});

describe("credit", () => {
  it("is decided by the system alone", async () => {
    const ctx = asOwner(stage.services, system.companyId, referrer);
    await expect(settleReferrals(ctx, { people: [{ whopUserId: "user_x" }] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("is given up to the last second of the window after the last click, and refused from the next on", async () => {
    const outcomes = [];
    for (const over of [-1, 0, 1, secondMs - 1, secondMs]) {
      const own = await makeLink(system, referrer.id);
      await recordClicks(system, [{ codeId: own.id, at: at(0) }]);
      const { whopUserId } = await recordPurchase(system, { codeId: own.id, at: at(30 * dayMs + over) });
      await settle(system, whopUserId);
      outcomes.push((await lastWord(whopUserId))?.reason);
    }
    expect(outcomes).toEqual(["converted", "converted", "converted", "converted", "outside_window"]);
  });

  it("follows the checkout's signed metadata, else our own checkout, and never a foreign signature", async () => {
    const rival = await makeLink(system, (await makeMember(system)).id);
    const checkoutId = unique("ch_");
    await transact(system, (tx) =>
      tx.insert(checkoutConfigurations).values({
        companyId: system.companyId,
        checkoutId,
        codeId: rival.id,
        planId: "plan_main",
        purchaseUrl: "https://whop.com/checkout/plan_main/",
        metadata: {},
      }),
    );
    const buy = async (metadata: Record<string, string>, checkoutConfigurationId: string | null) => {
      const shared = { whopUserId: unique("user_"), membershipId: unique("mem_"), whopCreatedAt: at(0) };
      await recordMembership(system, membershipFact({ ...shared, metadata, checkoutConfigurationId }));
      await recordPayment(system, paymentFact(shared));
      await settle(system, shared.whopUserId);
      const word = await lastWord(shared.whopUserId);
      return [word?.outcome, word?.reason];
    };
    const signed = { ...referenceOf(system.secrets, system.companyId, link.id) };
    const foreign = { ...referenceOf(system.secrets, "biz_other", link.id) };
    expect(await buy(signed, checkoutId)).toEqual(["credited", "converted"]);
    expect(await buy({}, checkoutId)).toEqual(["credited", "converted"]);
    expect(await buy(foreign, checkoutId)).toEqual(["credited", "converted"]);
    expect(await buy(foreign, null)).toEqual(["refused", "bad_signature"]);
    expect(await buy({ ...signed, rl: rival.id }, null)).toEqual(["refused", "bad_signature"]);
    expect(await buy({}, "ch_of_somebody_else")).toEqual(["no_evidence", "no_evidence"]);
    expect((await referralsIn(system)).map((row) => [row.evidence, row.referralCodeId])).toEqual([
      ["checkout_metadata", link.id],
      ["checkout_configuration", rival.id],
      ["checkout_configuration", rival.id],
    ]);
  });

  it("is not given to oneself, nor for a customer of before, unless the owner says so", async () => {
    await recordPurchase(system, { codeId: link.id, at: at(0), whopUserId: referrer.whopUserId });
    await settle(system, referrer.whopUserId);
    expect(await lastWord(referrer.whopUserId)).toMatchObject({
      outcome: "refused",
      reason: "self_referral",
    });
    const { whopUserId } = await recordPurchase(system, { codeId: null, at: at(0) });
    await recordPurchase(system, { codeId: link.id, at: at(dayMs), whopUserId });
    await settle(system, whopUserId);
    expect(await lastWord(whopUserId)).toMatchObject({ outcome: "refused", reason: "existing_customer" });
    expect(await referralsIn(system)).toEqual([]);
  });

  it("is decided by the rules of the day on which the person came, also when they have changed since", async () => {
    const rival = await makeLink(system, (await makeMember(system)).id);
    const now = stage.services.clock.now();
    const ctx = asOwner(stage.services, system.companyId, referrer);
    const touch = async (hours: number) => {
      const whopUserId = unique("user_");
      const come = new Date(now.getTime() + hours * hourMs);
      const trial = { whopUserId, whopCreatedAt: come, status: "trialing" };
      const reference = { ...referenceOf(system.secrets, system.companyId, link.id) };
      await recordMembership(system, membershipFact({ ...trial, metadata: reference }));
      const later = new Date(come.getTime() + 10 * hourMs);
      await recordPurchase(system, { codeId: rival.id, at: later, whopUserId });
      await settle(system, whopUserId);
      const { id } = await ensureMember(system, { whopUserId });
      return (await referralsIn(system)).find((row) => row.referredId === id)?.referralCodeId;
    };
    stage.services.clock.advance(hourMs);
    await updateRules(ctx, {
      touch: "first",
      windowDays: 30,
      creditExistingCustomers: false,
      countTrials: false,
      countFree: false,
    });
    expect(await touch(0)).toBe(rival.id);
    expect(await touch(2)).toBe(link.id);
    stage.services.clock.advance(-hourMs);
  });

  it("stays within a link's limit when its last use is taken by several at once", async () => {
    await transact(system, (tx) =>
      tx
        .insert(referralCodeOptions)
        .values({ companyId: system.companyId, codeId: link.id, userId: referrer.id, maxUses: 2 }),
    );
    const buyers = await Promise.all(
      Array.from({ length: 5 }, () => recordPurchase(system, { codeId: link.id, at: at(0) })),
    );
    await Promise.all(buyers.map(({ whopUserId }) => settle(system, whopUserId)));
    for (const { whopUserId } of buyers) await settle(system, whopUserId);
    const live = (await referralsIn(system)).filter((row) => row.status === "converted");
    expect(live).toHaveLength(2);
  });
});

it("a decision that becomes true again is told again, so that the newest says how things are", async () => {
  const buyer = await recordPurchase(system, { codeId: link.id, at: at(0) });
  await settle(system, buyer.whopUserId);
  const pause = (expiresAt: Date | null) =>
    transact(system, (tx) =>
      tx
        .insert(referralCodeOptions)
        .values({ companyId: system.companyId, codeId: link.id, userId: referrer.id, expiresAt })
        .onConflictDoUpdate({
          target: [referralCodeOptions.companyId, referralCodeOptions.codeId],
          set: { expiresAt },
        }),
    );
  for (const expiresAt of [at(-dayMs), null, at(-dayMs)]) {
    await pause(expiresAt);
    await settle(system, buyer.whopUserId);
    await settle(system, buyer.whopUserId);
  }
  const { id } = await ensureMember(system, { whopUserId: buyer.whopUserId });
  expect((await decisionsAbout(system, id)).map((one) => one.reason)).toEqual([
    "converted",
    "link_expired",
    "converted",
    "link_expired",
  ]);
  expect(await referralsIn(system)).toMatchObject([
    { status: "cancelled", cancelReason: "no_longer_credited" },
  ]);
});
