import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { companies } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { findMemberByWhopId } from "#lib/members/index.ts";
import { asSystem } from "#tests/support/context.ts";
import * as events from "#tests/support/events.ts";
import { makeCompany } from "#tests/support/factories.ts";
import { openWebhookStage, type WebhookStage } from "#tests/support/webhook-stage.ts";

let stage: WebhookStage;
let companyId: string;

beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  companyId = (await makeCompany(stage.services)).companyId;
  stage.services.jobs.sent.length = 0;
});

const bought = (company = companyId) => events.purchase(company, stage.services.clock.now());

describe("a webhook that is understood", () => {
  it("becomes a fact, a member and a settlement", async () => {
    const buyer = bought();
    const id = await stage.send(events.paymentEvent(buyer));
    await stage.send(events.membershipEvent(buyer));
    await stage.process();
    const facts = await stage.factsOf(buyer);
    expect(facts.payments).toMatchObject([{ paymentId: buyer.paymentId, status: "paid", totalMinor: 2900n }]);
    expect(facts.memberships).toMatchObject([{ membershipId: buyer.membershipId, status: "active" }]);
    const member = await findMemberByWhopId(asSystem(stage.services, companyId), {
      whopUserId: buyer.whopUserId,
    });
    expect(member).toMatchObject({
      username: null,
      name: "Bea Buyer",
      email: "bea@example.com",
      joinedAt: buyer.at,
    });
    expect(stage.settlements()).toEqual([{ companyId, whopUserId: buyer.whopUserId }]);
    expect(await stage.stateOf(id)).toMatchObject({
      state: "processed",
      type: "payment.succeeded",
      company_id: companyId,
      object_id: buyer.paymentId,
      locked_until: null,
    });
    const [company] = await transact(asSystem(stage.services, companyId), (tx) =>
      tx.select().from(companies).where(eq(companies.companyId, companyId)),
    );
    expect(company?.lastWebhookAt).toEqual(stage.services.clock.now());
  });

  it("has one effect, whatever ids the same state comes under", async () => {
    const buyer = bought();
    await stage.send(events.paymentEvent(buyer));
    await stage.process();
    stage.services.jobs.sent.length = 0;
    const before = await stage.factsOf(buyer);
    for (let again = 0; again < 3; again++) await stage.send(events.paymentEvent(buyer));
    await stage.process();
    expect(await stage.factsOf(buyer)).toEqual(before);
    expect(stage.services.jobs.sent).toEqual([]);
  });

  it("of a payment nobody was charged for settles nothing", async () => {
    const buyer = bought();
    await stage.send(
      events.paymentEvent(buyer, "payment.created", { status: "open", substatus: "pending", paid_at: null }),
    );
    await stage.send(events.paymentEvent(bought(), "payment.pending", { status: "pending", paid_at: null }));
    await stage.process();
    expect((await stage.factsOf(buyer)).payments).toMatchObject([{ status: "open" }]);
    expect(stage.services.jobs.sent).toEqual([]);
  });

  it("finds the buyer of a refund or dispute through its payment, in either order", async () => {
    const [first, second] = [bought(), bought()];
    await stage.send(events.paymentEvent(first));
    await stage.process();
    stage.services.jobs.sent.length = 0;
    await stage.send(events.refundEvent(first));
    await stage.send(events.disputeEvent(second));
    await stage.process();
    expect(stage.settlements()).toEqual([{ companyId, whopUserId: first.whopUserId }]);
    await stage.send(events.paymentEvent(second));
    await stage.process();
    expect(stage.settlements()).toContainEqual({ companyId, whopUserId: second.whopUserId });
    expect((await stage.factsOf(second)).disputes).toHaveLength(1);
    expect((await stage.factsOf(first)).refunds).toHaveLength(1);
  });

  it("of a type nobody knows is kept and ignored", async () => {
    const id = await stage.send(
      events.envelope("galaxy.collided", { companyId, at: stage.services.clock.now() }, { id: "gal_1" }),
    );
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({
      state: "ignored",
      type: "galaxy.collided",
      company_id: companyId,
    });
  });

  it("with an amount that cannot be read is kept as a held payment, not dropped", async () => {
    const buyer = bought();
    await stage.send(events.paymentEvent(buyer, "payment.succeeded", { currency: "zzz" }));
    await stage.process();
    expect((await stage.factsOf(buyer)).payments).toMatchObject([
      { amountProblem: expect.stringContaining("ZZZ") },
    ]);
  });
});

it("several workers at once process each webhook once, of many companies and of one", async () => {
  const others = await Promise.all(Array.from({ length: 5 }, () => makeCompany(stage.services)));
  const buyers = Array.from({ length: 300 }, (_, nth) => bought(others[nth % 7]?.companyId ?? companyId));
  await Promise.all(
    buyers.flatMap((buyer) => [
      stage.send(events.paymentEvent(buyer)),
      stage.send(events.membershipEvent(buyer)),
    ]),
  );
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while ((await stage.process(40)).taken > 0);
    }),
  );
  const [left] = await stage.admin`SELECT count(*)::int AS many FROM webhook_events WHERE state = 'received'`;
  expect(left?.many).toBe(0);
  const settled = new Set(stage.settlements().map((payload) => JSON.stringify(payload)));
  expect(settled.size).toBe(300);
});
