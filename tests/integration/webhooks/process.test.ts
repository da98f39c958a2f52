import { eq } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { companies } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { loadMemberFacts } from "#lib/facts/index.ts";
import { releaseParked } from "#lib/jobs/index.ts";
import { findMemberByWhopId } from "#lib/members/index.ts";
import { asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import * as events from "#tests/support/events.ts";
import { makeCompany, unique } from "#tests/support/factories.ts";
import { requestOf, signWebhook, webhookSecret } from "#tests/support/signed.ts";
import { processInbox } from "#webhooks/process.ts";
import { receiveWebhook, type WebhookReceiver } from "#webhooks/receive.ts";

let database: TestDatabase;
let services: TestServices;
let admin: postgres.Sql;
let receive: WebhookReceiver;
let companyId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl, { max: 8 });
  admin = postgres(database.superUrl, { max: 1, onnotice: () => {} });
  receive = receiveWebhook(services, [webhookSecret]);
});
afterAll(async () => {
  await receive.close(1_000);
  await Promise.all([services.db.close(), admin.end()]);
  await database.drop();
});
beforeEach(async () => {
  companyId = (await makeCompany(services)).companyId;
  services.jobs.sent.length = 0;
});

async function send(content: unknown, id = unique("msg_")): Promise<string> {
  const answer = await receive(requestOf(signWebhook(id, content, services.clock.now())));
  expect(answer.status).toBe(200);
  return id;
}

async function stateOf(webhookId: string) {
  const [row] = await admin`
    SELECT state, reason, type, company_id, object_id, attempts, locked_until FROM webhook_events WHERE webhook_id = ${webhookId}`;
  return row;
}

const bought = (company = companyId) => events.purchase(company, services.clock.now());
const factsOf = (buyer: events.Purchase) =>
  loadMemberFacts(asSystem(services, buyer.companyId), buyer.whopUserId);
const settlements = () => services.jobs.named("settle-referral").map((job) => job.payload);

describe("a webhook that is understood", () => {
  it("becomes a fact, a member and a settlement", async () => {
    const buyer = bought();
    const id = await send(events.paymentEvent(buyer));
    await send(events.membershipEvent(buyer));
    await processInbox(services);
    const facts = await factsOf(buyer);
    expect(facts.payments).toMatchObject([{ paymentId: buyer.paymentId, status: "paid", totalMinor: 2900n }]);
    expect(facts.memberships).toMatchObject([{ membershipId: buyer.membershipId, status: "active" }]);
    const member = await findMemberByWhopId(asSystem(services, companyId), { whopUserId: buyer.whopUserId });
    expect(member).toMatchObject({
      username: null,
      name: "Bea Buyer",
      email: "bea@example.com",
      joinedAt: buyer.at,
    });
    expect(settlements()).toEqual([{ companyId, whopUserId: buyer.whopUserId }]);
    expect(await stateOf(id)).toMatchObject({
      state: "processed",
      type: "payment.succeeded",
      company_id: companyId,
      object_id: buyer.paymentId,
      locked_until: null,
    });
    const [company] = await transact(asSystem(services, companyId), (tx) =>
      tx.select().from(companies).where(eq(companies.companyId, companyId)),
    );
    expect(company?.lastWebhookAt).toEqual(services.clock.now());
  });

  it("has one effect, whatever ids the same state comes under", async () => {
    const buyer = bought();
    await send(events.paymentEvent(buyer));
    await processInbox(services);
    services.jobs.sent.length = 0;
    const before = await factsOf(buyer);
    for (let again = 0; again < 3; again++) await send(events.paymentEvent(buyer));
    await processInbox(services);
    expect(await factsOf(buyer)).toEqual(before);
    expect(services.jobs.sent).toEqual([]);
  });

  it("of a payment nobody was charged for settles nothing", async () => {
    const buyer = bought();
    await send(
      events.paymentEvent(buyer, "payment.created", { status: "open", substatus: "pending", paid_at: null }),
    );
    await send(events.paymentEvent(bought(), "payment.pending", { status: "pending", paid_at: null }));
    await processInbox(services);
    expect((await factsOf(buyer)).payments).toMatchObject([{ status: "open" }]);
    expect(services.jobs.sent).toEqual([]);
  });

  it("finds the buyer of a refund or dispute through its payment, in either order", async () => {
    const [first, second] = [bought(), bought()];
    await send(events.paymentEvent(first));
    await processInbox(services);
    services.jobs.sent.length = 0;
    await send(events.refundEvent(first));
    await send(events.disputeEvent(second));
    await processInbox(services);
    expect(settlements()).toEqual([{ companyId, whopUserId: first.whopUserId }]);
    await send(events.paymentEvent(second));
    await processInbox(services);
    expect(settlements()).toContainEqual({ companyId, whopUserId: second.whopUserId });
    expect((await factsOf(second)).disputes).toHaveLength(1);
    expect((await factsOf(first)).refunds).toHaveLength(1);
  });

  it("of a type nobody knows is kept and ignored", async () => {
    const id = await send(
      events.envelope("galaxy.collided", { companyId, at: services.clock.now() }, { id: "gal_1" }),
    );
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({
      state: "ignored",
      type: "galaxy.collided",
      company_id: companyId,
    });
  });

  it("with an amount that cannot be read is kept as a held payment, not dropped", async () => {
    const buyer = bought();
    await send(events.paymentEvent(buyer, "payment.succeeded", { currency: "zzz" }));
    await processInbox(services);
    expect((await factsOf(buyer)).payments).toMatchObject([
      { amountProblem: expect.stringContaining("ZZZ") },
    ]);
  });
});

describe("a webhook that cannot be read", () => {
  it.each([
    ["not JSON", "not json"],
    ["null", "null"],
    ["a list", "[]"],
    ["a word", '"x"'],
    ["nothing", ""],
    ["an object without a type", '{"data":{}}'],
    ["an object without data", '{"type":"payment.succeeded"}'],
    ["data that is a list", '{"type":"payment.succeeded","data":[]}'],
    ["a zero byte", "{\0}"],
  ])("is stored as poison, with the reason: %s", async (_what, body) => {
    const id = await send(body);
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({ state: "poison", reason: expect.stringMatching(/\w+/) });
  });

  it("is filed under its company when it tells one", async () => {
    const id = await send(
      events.envelope("payment.succeeded", { companyId, at: services.clock.now() }, { id: null }),
    );
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({ state: "poison", company_id: companyId });
  });

  it("does not hold up its neighbours", async () => {
    const buyers = Array.from({ length: 20 }, () => bought());
    for (const buyer of buyers) {
      await send("{{{");
      await send(events.paymentEvent(buyer));
    }
    await processInbox(services);
    expect(settlements()).toHaveLength(20);
  });

  it("survives text that no database holds: half surrogate pairs and escaped zero bytes", async () => {
    const buyer = bought();
    const text = JSON.stringify(events.paymentEvent(buyer, "payment.succeeded", { metadata: { a: "X" } }));
    await send(text.replace('"X"', '"\\ud800 \\u0000"'));
    await processInbox(services);
    expect((await factsOf(buyer)).payments).toMatchObject([{ metadata: { a: "\uFFFD " } }]);
  });
});

describe("a webhook of the wrong company", () => {
  it("is refused when its envelope and its object disagree, and nobody's rows change", async () => {
    const other = (await makeCompany(services)).companyId;
    const buyer = bought();
    const event = { ...events.paymentEvent(buyer), company_id: other };
    const id = await send(event);
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({
      state: "refused",
      company_id: null,
      reason: expect.stringContaining(other),
    });
    expect((await factsOf(buyer)).payments).toEqual([]);
    expect((await factsOf({ ...buyer, companyId: other })).payments).toEqual([]);
  });

  it("is refused when its object is known to belong to another company, in the same batch or later", async () => {
    const thief = (await makeCompany(services)).companyId;
    const [early, late] = [bought(), bought()];
    await send(events.paymentEvent(early));
    await processInbox(services);
    const ids = [await send(events.paymentEvent({ ...early, companyId: thief }))];
    await send(events.paymentEvent(late));
    services.clock.advance(1_000);
    ids.push(await send(events.paymentEvent({ ...late, companyId: thief })));
    await processInbox(services);
    for (const id of ids) expect(await stateOf(id)).toMatchObject({ state: "refused" });
    expect((await factsOf({ ...early, companyId: thief })).payments).toEqual([]);
    expect((await factsOf({ ...late, companyId: thief })).payments).toEqual([]);
  });
});

describe("a webhook whose company is not there", () => {
  it("is parked, visible to that company, and processed when it appears", async () => {
    const newcomer = unique("biz_");
    const buyer = bought(newcomer);
    const id = await send(events.paymentEvent(buyer));
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({
      state: "parked",
      company_id: newcomer,
      reason: expect.any(String),
    });
    await makeCompany(services, { companyId: newcomer });
    expect(await releaseParked(asSystem(services, newcomer))).toBe(1);
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({ state: "processed" });
    expect((await factsOf(buyer)).payments).toHaveLength(1);
  });

  it("is parked while the company has the app removed", async () => {
    const gone = (await makeCompany(services, { status: "uninstalled" })).companyId;
    const id = await send(events.paymentEvent(bought(gone)));
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({ state: "parked" });
  });

  it("is parked when it names no company, or nothing that could be one", async () => {
    const { at } = bought();
    for (const company of [null, "", "acme", "biz_", "biz_x; DROP TABLE companies"]) {
      const id = await send(
        events.envelope(
          "payment.succeeded",
          { companyId: company, at },
          { id: unique("pay_"), status: "paid" },
        ),
      );
      await processInbox(services);
      expect(await stateOf(id), String(company)).toMatchObject({ state: "parked", company_id: null });
    }
  });

  it("is never left behind when the company appears while it is being parked", async () => {
    for (let round = 0; round < 15; round++) {
      const newcomer = unique("biz_");
      const ids = await Promise.all(
        Array.from({ length: 5 }, () => send(events.paymentEvent(bought(newcomer)))),
      );
      await Promise.all([
        processInbox(services),
        makeCompany(services, { companyId: newcomer }).then(({ system }) => releaseParked(system)),
      ]);
      await processInbox(services);
      for (const id of ids) expect(await stateOf(id)).toMatchObject({ state: "processed" });
    }
  });
});

describe("a webhook whose processing fails", () => {
  /** A rule in the database that nobody planned for; the superuser sets it, the app meets it. */
  const breakPayments = (where: string) =>
    admin.unsafe(`ALTER TABLE payments ADD CONSTRAINT broken CHECK (NOT (${where})) NOT VALID`);
  const repair = () => admin.unsafe("ALTER TABLE payments DROP CONSTRAINT IF EXISTS broken");

  it("is tried ten times over a day, then dead with its reason, and its neighbours are processed at once", async () => {
    const [bad, good] = [bought(), bought()];
    await breakPayments(`payment_id = '${bad.paymentId}'`);
    const [badId, goodId] = [await send(events.paymentEvent(bad)), await send(events.paymentEvent(good))];
    const began = services.clock.now().getTime();
    try {
      await processInbox(services);
      expect(await stateOf(goodId)).toMatchObject({ state: "processed" });
      expect(await stateOf(badId)).toMatchObject({ state: "received", attempts: 1 });
      await processInbox(services);
      expect(await stateOf(badId)).toMatchObject({ attempts: 1 });
      for (let minutes = 0; minutes < 40 * 60; minutes += 5) {
        services.clock.advance(5 * 60_000);
        if ((await processInbox(services)).dead > 0) break;
      }
    } finally {
      await repair();
    }
    expect(await stateOf(badId)).toMatchObject({ state: "dead", attempts: 10, company_id: companyId });
    expect((await stateOf(badId))?.reason).toContain("broken");
    const hours = (services.clock.now().getTime() - began) / 3_600_000;
    expect(hours).toBeGreaterThan(18);
    expect(hours).toBeLessThan(30);
  });

  it("by the death of its worker is taken up again when the lease is over, and not before", async () => {
    const buyer = bought();
    const id = await send(events.paymentEvent(buyer));
    const lease = new Date(services.clock.now().getTime() + 60_000);
    await admin`UPDATE webhook_events SET attempts = 1, locked_until = ${lease}, next_attempt_at = ${lease} WHERE webhook_id = ${id}`;
    services.clock.advance(50_000);
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({ state: "received", attempts: 1 });
    services.clock.advance(10_000);
    await processInbox(services);
    expect(await stateOf(id)).toMatchObject({ state: "processed", attempts: 2 });
  });
});

it("several workers at once process each webhook once, of many companies and of one", async () => {
  const others = await Promise.all(Array.from({ length: 5 }, () => makeCompany(services)));
  const buyers = Array.from({ length: 300 }, (_, nth) => bought(others[nth % 7]?.companyId ?? companyId));
  await Promise.all(
    buyers.flatMap((buyer) => [send(events.paymentEvent(buyer)), send(events.membershipEvent(buyer))]),
  );
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while ((await processInbox(services, 40)).taken > 0);
    }),
  );
  const [left] = await admin`SELECT count(*)::int AS many FROM webhook_events WHERE state = 'received'`;
  expect(left?.many).toBe(0);
  const settled = new Set(settlements().map((payload) => JSON.stringify(payload)));
  expect(settled.size).toBe(300);
});
