import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { timers } from "#db/schema/index.ts";
import { type ActivationCriteria, updateRules } from "#lib/companies/index.ts";
import { dayMs, hourMs, secondMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { recordMembership, recordRefund } from "#lib/facts/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { getReferralTrace, listReferrals, previewActivation } from "#lib/referrals/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import { membershipFact, refundFact } from "#tests/support/facts.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let system: Ctx;
let referrer: Awaited<ReturnType<typeof makeMember>>;
let team: Awaited<ReturnType<typeof makeMember>>;
let link: Awaited<ReturnType<typeof makeLink>>;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  stage.services.clock.set(testNow);
  ({ system } = await makeCompany(stage.services));
  referrer = await makeMember(system);
  team = await makeMember(system);
  link = await makeLink(system, referrer.id);
});

const later = (ms: number) => new Date(testNow.getTime() + ms);

async function bought(criteria: ActivationCriteria | null) {
  const owner = asOwner(stage.services, system.companyId, team);
  await updateRules(owner, { activation: criteria });
  stage.services.clock.set(later(secondMs));
  const purchase = await recordPurchase(system, { codeId: link.id, at: later(secondMs) });
  await settle(system, purchase.whopUserId);
  return purchase;
}

async function onlyRow() {
  const [row] = await referralsIn(system);
  if (!row) throw new Error("nobody was referred");
  return row;
}

function activationTimers() {
  return transact(system, (tx) =>
    tx
      .select({ dueAt: timers.dueAt })
      .from(timers)
      .where(and(eq(timers.companyId, system.companyId), eq(timers.job, "settle-referral"))),
  );
}

it("activates at the exact time, wakes itself then, and the referrer sees the countdown before", async () => {
  const { whopUserId, at } = await bought({ activeDays: 7 });
  const due = new Date(at.getTime() + 7 * dayMs);
  expect(await onlyRow()).toMatchObject({ status: "converted", activatedAt: null, activationDueAt: due });
  expect(await activationTimers()).toEqual([{ dueAt: due }]);
  const { id } = await onlyRow();
  const trace = await getReferralTrace(asMember(stage.services, system.companyId, referrer), {
    referralId: id,
  });
  expect(trace.steps.at(-1)).toMatchObject({ kind: "activation", tone: "waiting", at: due });

  stage.services.clock.set(new Date(due.getTime() - secondMs));
  await settle(system, whopUserId);
  expect((await onlyRow()).status).toBe("converted");
  stage.services.clock.set(due);
  await settle(system, whopUserId);
  expect(await onlyRow()).toMatchObject({
    status: "activated",
    activatedAt: due,
    activatedBy: "activeDays",
    activationDueAt: null,
  });
  expect(await activationTimers()).toEqual([]);
  const { referrals } = await listReferrals(asOwner(stage.services, system.companyId, team));
  expect(referrals).toMatchObject([{ status: "activated", state: "confirmed" }]);
});

it("is woken again where the worker that woke it was ahead of the one that settles", async () => {
  const { whopUserId, at } = await bought({ activeDays: 7 });
  const due = new Date(at.getTime() + 7 * dayMs);
  const swept = and(eq(timers.companyId, system.companyId), eq(timers.job, "settle-referral"));
  await transact(system, (tx) => tx.delete(timers).where(swept));
  stage.services.clock.set(new Date(due.getTime() - secondMs));
  await settle(system, whopUserId);
  expect((await onlyRow()).status).toBe("converted");
  expect(await activationTimers()).toEqual([{ dueAt: due }]);
});

it("ends the same whether a cancellation is told in time or after the activation", async () => {
  const { whopUserId, membershipId, at } = await bought({ activeDays: 7 });
  stage.services.clock.set(later(8 * dayMs));
  await settle(system, whopUserId);
  expect((await onlyRow()).status).toBe("activated");
  const left = new Date(at.getTime() + 3 * dayMs);
  const canceled = { membershipId, whopUserId, whopCreatedAt: at, status: "canceled", stateRank: 50 };
  await recordMembership(system, membershipFact({ ...canceled, stateAt: left }));
  await settle(system, whopUserId);
  expect(await onlyRow()).toMatchObject({
    status: "converted",
    activatedAt: null,
    activatedBy: null,
    activationDueAt: null,
  });
});

it("counts a membership that was interrupted by the times in which it was valid, told in any order", async () => {
  const { whopUserId, membershipId, at } = await bought({ activeDays: 7 });
  const on = (days: number) => new Date(at.getTime() + days * dayMs);
  const seen = { membershipId, whopUserId, whopCreatedAt: at };
  await recordMembership(
    system,
    membershipFact({ ...seen, status: "active", stateRank: 20, stateAt: on(10) }),
  );
  await recordMembership(
    system,
    membershipFact({ ...seen, status: "past_due", stateRank: 30, stateAt: on(3) }),
  );
  stage.services.clock.set(on(11));
  await settle(system, whopUserId);
  expect(await onlyRow()).toMatchObject({ status: "converted", activationDueAt: on(14) });
});

it("takes an activation back with the refund that takes back the referral", async () => {
  const { whopUserId, paymentId } = await bought({ payments: 1 });
  expect(await onlyRow()).toMatchObject({ status: "activated", activatedBy: "payments" });
  await recordRefund(system, refundFact({ paymentId, whopCreatedAt: later(dayMs) }));
  await settle(system, whopUserId);
  expect(await onlyRow()).toMatchObject({ status: "cancelled", activatedAt: null, activationDueAt: null });
});

it("keeps to the rules under which somebody came when the owner changes them", async () => {
  const { whopUserId } = await bought(null);
  stage.services.clock.set(later(hourMs));
  await updateRules(asOwner(stage.services, system.companyId, team), { activation: { payments: 1 } });
  stage.services.clock.set(later(dayMs));
  await settle(system, whopUserId);
  expect(await onlyRow()).toMatchObject({ status: "converted", rulesVersion: 1 });
});

it("knows a complete profile from the moment it was first seen so", async () => {
  const { whopUserId } = await bought({ profileComplete: true });
  expect((await onlyRow()).status).toBe("converted");
  const complete = { whopUserId, username: "kai", avatarUrl: "https://img.test/kai.png" };
  stage.services.clock.set(later(2 * dayMs));
  await ensureMember(system, { ...complete, profileReadAt: later(2 * dayMs) });
  stage.services.clock.set(later(5 * dayMs));
  await ensureMember(system, { ...complete, avatarUrl: null, profileReadAt: later(5 * dayMs) });
  await settle(system, whopUserId);
  expect(await onlyRow()).toMatchObject({
    status: "activated",
    activatedBy: "profileComplete",
    activatedAt: later(2 * dayMs),
  });
});

it("before a rule is saved it says whom of the last 90 days it would have made active, and changes nothing", async () => {
  await bought({ activeDays: 60 });
  await recordPurchase(system, { codeId: link.id, at: later(20 * dayMs) }).then(({ whopUserId }) =>
    settle(system, whopUserId),
  );
  stage.services.clock.set(later(30 * dayMs));
  const owner = asOwner(stage.services, system.companyId, team);
  const before = await referralsIn(system);
  const preview = (activation: ActivationCriteria | null) => previewActivation(owner, { activation });
  expect(await preview({ activeDays: 14 })).toMatchObject({ people: 2, active: 1, staying: 1, activeNow: 0 });
  expect(await preview({ payments: 1 })).toMatchObject({ people: 2, active: 2, staying: 0 });
  expect(await preview({ payments: 2 })).toMatchObject({ people: 2, active: 0, staying: 0 });
  expect(await preview(null)).toMatchObject({ people: 2, active: 0, staying: 0, isPart: false });
  stage.services.clock.set(later(100 * dayMs));
  expect(await preview({ payments: 1 })).toMatchObject({ people: 1, active: 1 });
  expect(await referralsIn(system)).toEqual(before);
});
