import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLogs, fraudCases } from "#db/schema/index.ts";
import { hourMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { recordPayment, recordRefund } from "#lib/facts/index.ts";
import { listCases, rejectCase, releaseCase } from "#lib/fraud/index.ts";
import { countConfirmed, getReferralTrace, stateOfReferral } from "#lib/referrals/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import { paymentFact, refundFact } from "#tests/support/facts.ts";
import { inWords } from "#tests/support/in-words.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let system: Ctx;
let owner: Ctx;
let referrer: Awaited<ReturnType<typeof makeMember>>;
let bought: Awaited<ReturnType<typeof recordPurchase>>;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

/** A referral paid with the referrer's own card. */
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  referrer = await makeMember(system);
  const link = await makeLink(system, referrer.id);
  owner = asOwner(stage.services, system.companyId, await makeMember(system, { name: "Olga Owner" }));
  const instrumentKey = "by-id:shared";
  const { whopUserId } = referrer;
  await recordPayment(system, paymentFact({ whopUserId, instrumentKey, whopCreatedAt: at(-99) }));
  bought = await recordPurchase(system, { codeId: link.id, at: at(-5), instrumentKey });
  await settle(system, bought.whopUserId);
  stage.services.jobs.sent.length = 0;
});

const at = (hours: number) => new Date(testNow.getTime() + hours * hourMs);

async function openCase() {
  const [one] = (await listCases(owner)).cases;
  if (!one) throw new Error("there is no open case");
  return one;
}
async function stateNow() {
  const [row] = await referralsIn(system);
  return row && { state: stateOfReferral(row), status: row.status, review: row.review };
}
const confirmed = () => countConfirmed(system, { userId: referrer.id });

describe("a referral with 60 points or more", () => {
  it("waits for the team, is not counted meanwhile, and is not rejected by points", async () => {
    expect(await stateNow()).toEqual({ state: "provisional", status: "converted", review: "held" });
    expect(await confirmed()).toBe(0);
    const one = await openCase();
    expect(one).toMatchObject({
      score: 80,
      decidedAt: null,
      findings: [{ type: "payment_duplicate", points: 80 }],
    });
    await settle(system, bought.whopUserId);
    expect((await listCases(owner)).cases).toHaveLength(1);
  });

  it("counts once released, also after it is screened again, and its members' numbers are made anew", async () => {
    const { id } = await openCase();
    const decided = await releaseCase(owner, { id, reason: "A couple with one card." });
    expect(decided).toMatchObject({ status: "released", decidedBy: "Olga Owner" });
    expect(stage.services.jobs.sent.map((job) => job.name).sort()).toEqual([
      // Of whoever brought, and of whoever came.
      "evaluate-rewards",
      "evaluate-rewards",
      "refresh-member-stats",
      "refresh-trust",
      "score-campaigns",
      "send-notifications",
      "settle-affiliates",
    ]);
    await settle(system, bought.whopUserId);
    expect(await stateNow()).toMatchObject({ state: "confirmed", review: "released" });
    expect(await confirmed()).toBe(1);
  });

  it("does not count once rejected, and stays so when the payment is refunded and the refund fails", async () => {
    const { id } = await openCase();
    await rejectCase(owner, { id, reason: "Their own card." });
    const refund = { refundId: "rf_1", paymentId: bought.paymentId, whopCreatedAt: at(-3) };
    await recordRefund(system, refundFact(refund));
    await settle(system, bought.whopUserId);
    expect(await stateNow()).toMatchObject({ state: "cancelled", review: "rejected" });
    await recordRefund(system, refundFact({ ...refund, status: "failed", stateAt: at(-2), stateRank: 20 }));
    await settle(system, bought.whopUserId);
    expect(await stateNow()).toMatchObject({ state: "rejected", status: "converted" });
    expect(await confirmed()).toBe(0);
  });

  it("tells its referrer that it is looked at and what was decided, and nothing of the checks", async () => {
    const { id, referralId } = await openCase();
    await rejectCase(owner, { id, reason: "Same card as the referrer." });
    const own = asMember(stage.services, system.companyId, referrer);
    const told = JSON.stringify(inWords(await getReferralTrace(own, { referralId })));
    expect(told).toContain("Held for review");
    expect(told).not.toMatch(/card|payment method|points/i);
    expect(JSON.stringify(inWords(await getReferralTrace(owner, { referralId })))).toMatch(
      /Same card as the referrer/,
    );
  });
});

describe("a decision of the team", () => {
  it("needs a reason", async () => {
    const { id } = await openCase();
    for (const reason of ["", "  ", "ok", "x".repeat(501)])
      await expect(rejectCase(owner, { id, reason })).rejects.toMatchObject({ code: "invalid_input" });
    // A caller that knows nothing of types leaves it out.
    await expect(Reflect.apply(releaseCase, null, [owner, { id }])).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await stateNow()).toMatchObject({ review: "held" });
  });

  it("is taken once, however many try at once, and is in the audit once", async () => {
    const { id } = await openCase();
    const tries = await Promise.allSettled([
      releaseCase(owner, { id, reason: "first of them" }),
      rejectCase(owner, { id, reason: "second of them" }),
      releaseCase(owner, { id, reason: "third of them" }),
      rejectCase(owner, { id, reason: "fourth of them" }),
    ]);
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    for (const one of tries)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
    const [row] = await transact(system, (tx) =>
      tx.select().from(fraudCases).where(eq(fraudCases.companyId, system.companyId)),
    );
    expect(await stateNow()).toMatchObject({ review: row?.status });
    const audits = await transact(system, (tx) =>
      tx
        .select()
        .from(auditLogs)
        .where(
          and(eq(auditLogs.companyId, system.companyId), eq(auditLogs.action, `referral.${row?.status}`)),
        ),
    );
    expect(audits).toHaveLength(1);
  });

  it("made while the payment is refunded leaves both: the verdict and the refund", async () => {
    const { id } = await openCase();
    await recordRefund(system, refundFact({ paymentId: bought.paymentId, whopCreatedAt: at(-3) }));
    await Promise.all([
      releaseCase(owner, { id, reason: "honest people" }),
      settle(system, bought.whopUserId),
    ]);
    expect(await stateNow()).toMatchObject({ status: "cancelled", review: "released" });
    expect(await confirmed()).toBe(0);
  });

  it("is for the team of that community alone", async () => {
    const { id } = await openCase();
    const own = asMember(stage.services, system.companyId, referrer);
    const reason = "let me decide";
    await expect(releaseCase(own, { id, reason })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listCases(own)).rejects.toMatchObject({ code: "forbidden" });
    await expect(releaseCase(system, { id, reason })).rejects.toMatchObject({ code: "forbidden" });
    const other = await makeCompany(stage.services);
    const foreign = asOwner(stage.services, other.companyId, await makeMember(other.system));
    await expect(releaseCase(foreign, { id, reason })).rejects.toMatchObject({ code: "not_found" });
    expect((await listCases(foreign)).cases).toEqual([]);
    expect(await stateNow()).toMatchObject({ review: "held" });
  });
});
