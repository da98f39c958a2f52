import { afterAll, beforeAll, expect, it } from "vitest";
import { attemptsInAll, jobNames, listStuckWork, logRun, replayWork } from "#lib/jobs/index.ts";
import { takenUpWithinSeconds } from "#lib/jobs/queue.ts";
import { doUpkeep } from "#lib/runtime/upkeep.ts";
import * as events from "#tests/support/events.ts";
import { asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";
import { openWebhookStage, type WebhookStage } from "#tests/support/webhook-stage.ts";

const dayMs = 86_400_000;

let stage: WebhookStage;
beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage.close());

it("a webhook's content is kept for 90 days and its id for ever: coming again then, it still has no second effect", async () => {
  const { services } = stage;
  const { companyId } = await makeCompany(services);
  const buyer = events.purchase(companyId, services.clock.now());
  const event = events.paymentEvent(buyer);
  const id = await stage.send(event);
  await stage.process();
  const before = await stage.factsOf(buyer);
  services.clock.advance(90 * dayMs - 1_000);
  expect(await doUpkeep(services)).toBe(true);
  expect((await stage.stateOf(id))?.body).not.toBeNull();
  services.clock.advance(2_000);
  await doUpkeep(services);
  expect(await stage.stateOf(id)).toMatchObject({
    body: null,
    state: "processed",
    object_id: buyer.paymentId,
  });

  services.jobs.sent.length = 0;
  await stage.send(event, id);
  expect((await stage.process()).taken).toBe(0);
  expect(await stage.factsOf(buyer)).toEqual(before);
  expect(services.jobs.sent).toEqual([]);
});

it("a stuck webhook whose content is gone is still shown, and replaying it says that it is gone", async () => {
  const { services } = stage;
  const { companyId, system } = await makeCompany(services, { status: "uninstalled" });
  const id = await stage.send(events.paymentEvent(events.purchase(companyId, services.clock.now())));
  await stage.process();
  services.clock.advance(91 * dayMs);
  await doUpkeep(services);
  const owner = asOwner(services, companyId, await makeMember(system));
  expect(await listStuckWork(owner)).toMatchObject([{ id, state: "parked", action: null }]);
  await expect(replayWork(owner, { kind: "webhook", id })).rejects.toMatchObject({ code: "gone" });
});

it("finished runs leave the job log after 30 days, those that died stay until somebody deals with them", async () => {
  const { services, admin } = stage;
  const { companyId, system } = await makeCompany(services);
  const run = (id: string) => ({ id, name: "daily-metrics", subject: null, attempt: 1 });
  const [done, dead, young] = ["1", "2", "3"].map((end) => `00000000-0000-7000-8000-00000000000${end}`);
  await logRun(system, run(done ?? ""), { state: "completed" });
  await logRun(system, run(dead ?? ""), { state: "dead", message: "no", payload: { companyId } });
  services.clock.advance(2 * dayMs);
  await logRun(system, run(young ?? ""), { state: "completed" });
  services.clock.advance(28 * dayMs + 1_000);
  await doUpkeep(services);
  const left = await admin`SELECT id FROM job_log WHERE company_id = ${companyId} ORDER BY id`;
  expect(left.map((row) => row.id)).toEqual([dead, young]);
});

it("the queue keeps finished jobs for 30 days, tries each ten times, and notices a dead worker within a minute", async () => {
  const queues = await stage.admin`SELECT * FROM pgboss.queue WHERE name = ANY(${jobNames})`;
  expect(queues).toHaveLength(jobNames.length);
  for (const queue of queues) {
    expect(queue.deletion_seconds).toBe(30 * 86_400);
    expect(queue.retry_limit).toBe(attemptsInAll - 1);
    expect(queue.dead_letter).toBe("dead-jobs");
    expect(queue.heartbeat_seconds).toBeLessThan(takenUpWithinSeconds);
  }
  expect(takenUpWithinSeconds).toBeLessThan(60);
});
