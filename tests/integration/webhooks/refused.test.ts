import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
    const id = await stage.send(body);
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({ state: "poison", reason: expect.stringMatching(/\w+/) });
  });

  it("is filed under its company when it tells one", async () => {
    const id = await stage.send(
      events.envelope("payment.succeeded", { companyId, at: stage.services.clock.now() }, { id: null }),
    );
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({ state: "poison", company_id: companyId });
  });

  it("does not hold up its neighbours", async () => {
    const buyers = Array.from({ length: 20 }, () => bought());
    for (const buyer of buyers) {
      await stage.send("{{{");
      await stage.send(events.paymentEvent(buyer));
    }
    await stage.process();
    expect(stage.settlements()).toHaveLength(20);
  });

  it("survives text that no database holds: half surrogate pairs and escaped zero bytes", async () => {
    const buyer = bought();
    const text = JSON.stringify(events.paymentEvent(buyer, "payment.succeeded", { metadata: { a: "X" } }));
    await stage.send(text.replace('"X"', '"\\ud800 \\u0000"'));
    await stage.process();
    expect((await stage.factsOf(buyer)).payments).toMatchObject([{ metadata: { a: "\uFFFD " } }]);
  });
});

describe("a webhook of the wrong company", () => {
  it("is refused when its envelope and its object disagree, and nobody's rows change", async () => {
    const other = (await makeCompany(stage.services)).companyId;
    const buyer = bought();
    const event = { ...events.paymentEvent(buyer), company_id: other };
    const id = await stage.send(event);
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({
      state: "refused",
      company_id: null,
      reason: expect.stringContaining(other),
    });
    expect((await stage.factsOf(buyer)).payments).toEqual([]);
    expect((await stage.factsOf({ ...buyer, companyId: other })).payments).toEqual([]);
  });

  it("is refused when its object is known to belong to another company, in the same batch or later", async () => {
    const thief = (await makeCompany(stage.services)).companyId;
    const [early, late] = [bought(), bought()];
    await stage.send(events.paymentEvent(early));
    await stage.process();
    const ids = [await stage.send(events.paymentEvent({ ...early, companyId: thief }))];
    await stage.send(events.paymentEvent(late));
    stage.services.clock.advance(1_000);
    ids.push(await stage.send(events.paymentEvent({ ...late, companyId: thief })));
    await stage.process();
    for (const id of ids) expect(await stage.stateOf(id)).toMatchObject({ state: "refused" });
    expect((await stage.factsOf({ ...early, companyId: thief })).payments).toEqual([]);
    expect((await stage.factsOf({ ...late, companyId: thief })).payments).toEqual([]);
  });
});
