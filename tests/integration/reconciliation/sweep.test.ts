import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import { getCompany, provisionCompany, refreshCatalog, updateSettings } from "#lib/companies/index.ts";
import { hourMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { createLink, listLinks } from "#lib/links/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { getReconciliation, startReconciliation } from "#lib/reconciliation/index.ts";
import { listReferrals } from "#lib/referrals/index.ts";
import { addUser } from "#tests/sandbox/world/arrivals.ts";
import { asSystem } from "#tests/support/context.ts";
import { asMember, asOwner, unique } from "#tests/support/factories.ts";
import { type LossyStage, openLossyStage } from "#tests/support/lossy-stage.ts";

let stage: LossyStage;

beforeAll(async () => {
  stage = await openLossyStage();
});
afterAll(() => stage.close());

const newBuyer = () => {
  const handle = unique("buyer");
  return addUser(stage.world, { name: handle, username: handle, email: `${handle}@inbox.test` }).id;
};

/** An open community with an owner, and a member with a link that leads to its checkout. */
async function openCommunity() {
  const { company, owner, plans } = stage.community();
  const companyId = company.id;
  const system = asSystem(stage.services, companyId);
  await provisionCompany(system);
  await refreshCatalog(system);
  const asTeam = asOwner(stage.services, companyId, await member(companyId, owner.id));
  await updateSettings(asTeam, { defaultPlanId: plans[0]?.id ?? null });
  await stage.work();
  const sharer = asMember(stage.services, companyId, await member(companyId, newBuyer()));
  await createLink(sharer, { channel: "x" });
  await stage.work();
  const [link] = (await listLinks(sharer)).filter(({ purchaseUrl }) => purchaseUrl !== null);
  return { companyId, system, owner: asTeam, purchaseUrl: link?.purchaseUrl ?? "" };
}
type Community = Awaited<ReturnType<typeof openCommunity>>;

async function member(companyId: string, whopUserId: string) {
  const { id } = await ensureMember(asSystem(stage.services, companyId), { whopUserId });
  return { id, whopUserId, name: whopUserId };
}

/** Everybody does something else after they bought: stays, is refunded, disputes, leaves, renews. */
async function live({ purchaseUrl }: Community, buyers: number) {
  const { player } = stage;
  const act = (path: string, body: object = {}) => player.sandbox(path, body);
  for (let nth = 0; nth < buyers; nth += 1) {
    const { membershipId, paymentId } = await player.buy(purchaseUrl, newBuyer());
    switch (nth % 6) {
      case 0:
        await act(`/sandbox/payments/${paymentId}/refund`);
        break;
      case 1:
        await act(`/sandbox/payments/${paymentId}/refund`, { amount: "1.37" });
        break;
      case 2:
        await act(`/sandbox/payments/${paymentId}/dispute`);
        if (nth % 4 === 0) await act(`/sandbox/payments/${paymentId}/dispute`, { outcome: "lost" });
        break;
      case 3:
        await act(`/sandbox/memberships/${membershipId}/deactivate`);
        break;
      case 4:
        await act(`/sandbox/payments/${paymentId}/renew`);
        break;
    }
  }
}

/**
 * What differs between what we hold and what the platform knows, as "id: ours, theirs". Of a payment's refunds and
 * disputes the platform tells in objects of their own, so that the payment itself is behind until it is read.
 */
async function differences({ companyId, system }: Community, { quietToo = true } = {}): Promise<string[]> {
  const { world } = stage;
  const theirs = new Map<string, string>();
  const ofCompany = <T extends { companyId: string }>(row: T) => row.companyId === companyId;
  for (const { id, status, cancelAtPeriodEnd } of world.memberships.where(ofCompany))
    theirs.set(id, `${status} ${cancelAtPeriodEnd}`);
  for (const { id, status, substatus, refundedAmount } of world.payments.where(ofCompany))
    theirs.set(id, quietToo ? `${status} ${substatus} ${refundedAmount}` : status);
  for (const { id, status, amount } of world.refunds.where(ofCompany)) theirs.set(id, `${status} ${amount}`);
  for (const { id, status, inquiry } of world.disputes.where(ofCompany))
    theirs.set(id, `${status} ${inquiry}`);
  const ours = await transact(system, async (tx) => {
    const held = new Map<string, string>();
    for (const row of await tx.select().from(memberships).where(eq(memberships.companyId, companyId)))
      held.set(row.membershipId, `${row.status} ${row.cancelAtPeriodEnd}`);
    for (const row of await tx.select().from(payments).where(eq(payments.companyId, companyId)))
      held.set(row.paymentId, quietToo ? `${row.status} ${row.substatus} ${row.refundedMinor}` : row.status);
    for (const row of await tx.select().from(refunds).where(eq(refunds.companyId, companyId)))
      held.set(row.refundId, `${row.status} ${row.amountMinor}`);
    for (const row of await tx.select().from(disputes).where(eq(disputes.companyId, companyId)))
      held.set(row.disputeId, `${row.status} ${row.inquiry}`);
    return held;
  });
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((id) => {
    const [a, b] = [ours.get(id), theirs.get(id)];
    return a === b ? [] : [`${id}: ${a}, ${b}`];
  });
}

async function sweep({ owner }: Community) {
  await startReconciliation(owner);
  await stage.work();
  return getReconciliation(owner);
}

test("of everything the platform says, a tenth is lost; one sweep finds all of it, and the referrals are right", async () => {
  const community = await openCommunity();
  const twin = await openCommunity();
  await stage.settings({ delivery: { dropRate: 0.1, drop: ["dispute.updated"] } });
  await live(community, 30);
  await stage.settle();
  await stage.settings({ delivery: { dropRate: 0, drop: [] } });
  await live(twin, 30);
  await stage.settle();
  const lost = await differences(community, { quietToo: false });
  expect(lost.length).toBeGreaterThan(3);
  expect(await differences(twin, { quietToo: false })).toEqual([]);

  const { last, repairs } = await sweep(community);
  expect(await differences(community)).toEqual([]);
  expect(last).toMatchObject({ state: "done", message: null });
  expect(last?.repaired).toBe(lost.length);
  expect(new Set(repairs.map(({ objectId }) => objectId))).toEqual(
    new Set(lost.map((line) => line.split(":")[0])),
  );
  expect(await statesOf(community)).toEqual(await statesOf(twin));

  const again = await sweep(community);
  expect(again.last).toMatchObject({ state: "done", repaired: 0, checked: last?.checked });
});

async function statesOf({ owner }: Community) {
  const { referrals } = await listReferrals(owner, { limit: 100 });
  const counts: Record<string, number> = {};
  for (const { state } of referrals) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

test("what was never told again is found by itself within ten minutes, also when it is old", async () => {
  const community = await openCommunity();
  const { paymentId } = await stage.player.buy(community.purchaseUrl, newBuyer());
  await stage.settle();
  stage.advance(100 * hourMs);
  await stage.work();
  await stage.settings({ delivery: { dropRate: 1 } });
  await stage.player.sandbox(`/sandbox/payments/${paymentId}/refund`, {});
  await stage.settings({ delivery: { dropRate: 0 } });
  await stage.settle();
  expect(await differences(community)).toHaveLength(2);
  stage.advance(hourMs / 6);
  await stage.work();
  expect(await differences(community)).toEqual([]);
  const { repairs, lostLately } = await getReconciliation(community.owner);
  expect(repairs).toMatchObject([{ kind: "missing", factType: "refund" }]);
  expect(lostLately).toBe(1);
});

test("customers from before the installation are known from the first run, and nobody calls them lost", async () => {
  const { company, plans, owner } = stage.community();
  const plan = plans[0]?.id ?? "";
  for (let nth = 0; nth < 3; nth += 1) await stage.player.buy(`/checkout/${plan}/`, newBuyer());
  await stage.settle();
  stage.advance(hourMs);
  const system = asSystem(stage.services, company.id);
  await provisionCompany(system);
  await stage.work();
  const asTeam = asOwner(stage.services, company.id, await member(company.id, owner.id));
  const { last, repairs, lostLately } = await getReconciliation(asTeam);
  expect(last).toMatchObject({ cause: "backfill", state: "done", checked: 6, repaired: 0 });
  expect([repairs, lostLately]).toEqual([[], 0]);
  expect((await getCompany(system)).backfilledAt).not.toBeNull();
  const known = await transact(system, (tx) =>
    tx.$count(payments, and(eq(payments.companyId, company.id), eq(payments.status, "paid"))),
  );
  expect(known).toBe(3);
});
