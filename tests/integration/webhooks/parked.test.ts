import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { provisionCompany } from "#lib/companies/index.ts";
import { say } from "#lib/core/said.ts";
import { getHealth, listStuckWork, releaseParked, replayWork } from "#lib/jobs/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asSystem } from "#tests/support/context.ts";
import * as events from "#tests/support/events.ts";
import { asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";
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

describe("a webhook whose company is not there", () => {
  it("is parked, visible to that company, and processed when it appears", async () => {
    const newcomer = unique("biz_");
    const buyer = bought(newcomer);
    const id = await stage.send(events.paymentEvent(buyer));
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({
      state: "parked",
      company_id: newcomer,
      reason: expect.any(String),
    });
    await makeCompany(stage.services, { companyId: newcomer });
    expect(await releaseParked(asSystem(stage.services, newcomer))).toBe(1);
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({ state: "processed" });
    expect((await stage.factsOf(buyer)).payments).toHaveLength(1);
  });

  it("is parked while the company has the app removed", async () => {
    const gone = (await makeCompany(stage.services, { status: "uninstalled" })).companyId;
    const id = await stage.send(events.paymentEvent(bought(gone)));
    await stage.process();
    expect(await stage.stateOf(id)).toMatchObject({ state: "parked" });
  });

  it("is parked when it names no company, or nothing that could be one", async () => {
    const { at } = bought();
    for (const company of [null, "", "acme", "biz_", "biz_x; DROP TABLE companies"]) {
      const id = await stage.send(
        events.envelope(
          "payment.succeeded",
          { companyId: company, at },
          { id: unique("pay_"), status: "paid" },
        ),
      );
      await stage.process();
      expect(await stage.stateOf(id), String(company)).toMatchObject({ state: "parked", company_id: null });
    }
  });

  it("is never left behind when the company appears while it is being parked", async () => {
    for (let round = 0; round < 15; round++) {
      const newcomer = unique("biz_");
      const ids = await Promise.all(
        Array.from({ length: 5 }, () => stage.send(events.paymentEvent(bought(newcomer)))),
      );
      await Promise.all([
        stage.process(),
        makeCompany(stage.services, { companyId: newcomer }).then(({ system }) => releaseParked(system)),
      ]);
      await stage.process();
      for (const id of ids) expect(await stage.stateOf(id)).toMatchObject({ state: "processed" });
    }
  });
});

it("webhooks of a community that opens the app for the first time are processed by what its arrival puts on the queue", async () => {
  const newcomer = unique("biz_");
  const buyer = bought(newcomer);
  const id = await stage.send(events.paymentEvent(buyer));
  await stage.process();
  const system = asSystem(stage.services, newcomer);
  await provisionCompany(system);
  const [job] = stage.services.jobs.named("process-parked");
  expect(job?.payload).toEqual({ companyId: newcomer });
  await runJob(system, "process-parked", job?.payload);
  await stage.process();
  expect(await stage.stateOf(id)).toMatchObject({ state: "processed", reason: null });
  expect((await stage.factsOf(buyer)).payments).toHaveLength(1);
});

it("webhooks that arrived while the app was removed are processed when it is installed again", async () => {
  const { companyId: leaver, system } = await makeCompany(stage.services, { status: "uninstalled" });
  const id = await stage.send(events.paymentEvent(bought(leaver)));
  await stage.process();
  await provisionCompany(system);
  await runJob(system, "process-parked", { companyId: leaver });
  await stage.process();
  expect(await stage.stateOf(id)).toMatchObject({ state: "processed" });
});

it("a parked webhook is shown to its owner with its reason, and nobody else's owner sees it", async () => {
  const { companyId: gone, system } = await makeCompany(stage.services, { status: "uninstalled" });
  const id = await stage.send(events.paymentEvent(bought(gone)));
  await stage.process();
  const owner = asOwner(stage.services, gone, await makeMember(system));
  expect(await listStuckWork(owner)).toMatchObject([
    { kind: "webhook", id, state: "parked", reason: say("webhook.notInstalled") },
  ]);
  expect((await getHealth(owner)).webhooks).toMatchObject({ parked: 1 });
  const { system: other } = await makeCompany(stage.services);
  const stranger = asOwner(stage.services, other.companyId, await makeMember(other));
  expect(await listStuckWork(stranger)).toEqual([]);
  await expect(replayWork(stranger, { kind: "webhook", id })).rejects.toMatchObject({ code: "not_found" });
});
