import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sentenceOf } from "#lib/core/said.ts";
import { getHealth, listStuckWork, replayWork } from "#lib/jobs/index.ts";
import * as events from "#tests/support/events.ts";
import { asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";
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

describe("a webhook whose processing fails", () => {
  /** A rule in the database that nobody planned for; the superuser sets it, the app meets it. */
  const breakPayments = (where: string) =>
    stage.admin.unsafe(`ALTER TABLE payments ADD CONSTRAINT broken CHECK (NOT (${where})) NOT VALID`);
  const repair = () => stage.admin.unsafe("ALTER TABLE payments DROP CONSTRAINT IF EXISTS broken");

  it("is tried ten times over a day, then dead with its reason, and its neighbours are processed at once", async () => {
    const [bad, good] = [bought(), bought()];
    await breakPayments(`payment_id = '${bad.paymentId}'`);
    const [badId, goodId] = [
      await stage.send(events.paymentEvent(bad)),
      await stage.send(events.paymentEvent(good)),
    ];
    const began = stage.services.clock.now().getTime();
    try {
      await stage.process();
      expect(await stage.stateOf(goodId)).toMatchObject({ state: "processed" });
      expect(await stage.stateOf(badId)).toMatchObject({ state: "received", attempts: 1 });
      await stage.process();
      expect(await stage.stateOf(badId)).toMatchObject({ attempts: 1 });
      for (let minutes = 0; minutes < 40 * 60; minutes += 5) {
        stage.services.clock.advance(5 * 60_000);
        if ((await stage.process()).dead > 0) break;
      }
    } finally {
      await repair();
    }
    expect(await stage.stateOf(badId)).toMatchObject({ state: "dead", attempts: 10, company_id: companyId });
    expect((await stage.stateOf(badId))?.reason).toContain("broken");
    const hours = (stage.services.clock.now().getTime() - began) / 3_600_000;
    expect(hours).toBeGreaterThan(18);
    expect(hours).toBeLessThan(30);
  });

  it("by the death of its worker is taken up again when the lease is over, and not before", async () => {
    const buyer = bought();
    const id = await stage.send(events.paymentEvent(buyer));
    const lease = new Date(stage.services.clock.now().getTime() + 60_000);
    await stage.admin`UPDATE webhook_events SET attempts = 1, locked_until = ${lease}, next_attempt_at = ${lease} WHERE webhook_id = ${id}`;
    stage.services.clock.advance(50_000);
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({ state: "received", attempts: 1 });
    stage.services.clock.advance(10_000);
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({ state: "processed", attempts: 2 });
  });
});

it.each([
  ["shuts down", "57P01"],
  ["is only a copy of another", "25006"],
])("a database that %s costs a webhook no attempt, and it is due again at once", async (_, answer) => {
  const id = await stage.send(events.paymentEvent(bought()));
  await stage.admin.unsafe(`
    CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '${answer}'; END $$;
    CREATE TRIGGER away BEFORE INSERT ON payments EXECUTE FUNCTION away()`);
  try {
    await expect(stage.process()).rejects.toThrow();
  } finally {
    await stage.admin.unsafe("DROP TRIGGER away ON payments; DROP FUNCTION away()");
  }
  expect(await stage.stateOf(id)).toMatchObject({ state: "received", attempts: 0 });
  await stage.process();
  expect(await stage.stateOf(id)).toMatchObject({ state: "processed", attempts: 1 });
});

it("of many webhooks the one in a hundred that always fails dies visible and replayable, and harms none of the rest", async () => {
  const { services, admin } = stage;
  const { companyId: target, system } = await makeCompany(services);
  const owner = asOwner(services, target, await makeMember(system));
  const buyers = Array.from({ length: 300 }, () => bought(target));
  const isBad = (_: unknown, nth: number) => nth % 100 === 42;
  const ids = await Promise.all(buyers.map((buyer) => stage.send(events.paymentEvent(buyer))));
  const badIds = ids.filter(isBad);
  const bad = buyers.filter(isBad).map(({ paymentId }) => `'${paymentId}'`);
  await admin.unsafe(
    `ALTER TABLE payments ADD CONSTRAINT broken CHECK (payment_id NOT IN (${bad.join()})) NOT VALID`,
  );
  try {
    while ((await stage.process()).taken > 0);
    const states = await admin`
      SELECT state, count(*)::int AS many FROM webhook_events WHERE webhook_id = ANY(${ids}) GROUP BY state ORDER BY state`;
    expect(states).toEqual([
      { state: "processed", many: 297 },
      { state: "received", many: 3 },
    ]);
    for (let hours = 0; hours < 40; hours += 1) {
      services.clock.advance(3_600_000);
      await stage.process();
    }
  } finally {
    await admin.unsafe("ALTER TABLE payments DROP CONSTRAINT broken");
  }
  const stuck = await listStuckWork(owner);
  expect(new Set(stuck.map((work) => work.id))).toEqual(new Set(badIds));
  for (const work of stuck) {
    expect(work).toMatchObject({ kind: "webhook", state: "dead", action: "replay" });
    expect(sentenceOf(work.reason)).toContain("It failed 10 times");
  }
  expect((await getHealth(owner)).webhooks).toMatchObject({ dead: 3 });

  for (const id of badIds) await replayWork(owner, { kind: "webhook", id });
  await stage.process();
  expect(await listStuckWork(owner)).toEqual([]);
  const [row] = await admin`SELECT count(*)::int AS many FROM payments WHERE company_id = ${target}`;
  expect(row?.many).toBe(300);
});
