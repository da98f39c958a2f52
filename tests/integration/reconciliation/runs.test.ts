import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memberships } from "#db/schema/index.ts";
import { checkInstallation, provisionCompany } from "#lib/companies/index.ts";
import { hourMs, minuteMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { ensureMember } from "#lib/members/index.ts";
import {
  cancelReconciliation,
  getReconciliation,
  reconcile,
  startReconciliation,
} from "#lib/reconciliation/index.ts";
import { manifest } from "#lib/whop/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { addUser } from "#tests/sandbox/world/arrivals.ts";
import { asSystem } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";
import { type LossyStage, openLossyStage } from "#tests/support/lossy-stage.ts";

let stage: LossyStage;

beforeAll(async () => {
  stage = await openLossyStage();
});
afterAll(() => stage.close());

/** A community whose past is read, and three customers since of whom no webhook told. */
async function behind() {
  const { company, owner, plans } = stage.community();
  const companyId = company.id;
  const system = asSystem(stage.services, companyId);
  await provisionCompany(system);
  await stage.work();
  await stage.settings({ delivery: { mode: "paused" } });
  for (let nth = 0; nth < 3; nth += 1) {
    const handle = unique("buyer");
    const { id } = addUser(stage.world, { name: handle, username: handle, email: `${handle}@inbox.test` });
    await stage.player.buy(`/checkout/${plans[0]?.id}/`, id);
  }
  const { id } = await ensureMember(system, { whopUserId: owner.id });
  return {
    companyId,
    system,
    owner: asOwner(stage.services, companyId, { id, whopUserId: owner.id, name: "O" }),
  };
}

const held = ({ system, companyId }: Awaited<ReturnType<typeof behind>>) =>
  transact(system, (tx) => tx.$count(memberships, eq(memberships.companyId, companyId)));

test("one comparison runs at a time, however many ask together", async () => {
  const { owner } = await behind();
  const asked = await Promise.allSettled(Array.from({ length: 6 }, () => startReconciliation(owner)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of asked)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
  expect((await getReconciliation(owner)).running).toMatchObject({ cause: "owner", state: "running" });
  await stage.work();
  const { running, last } = await getReconciliation(owner);
  expect([running, last?.state, last?.repaired]).toEqual([null, "done", 6]);
});

test("a comparison that crashed goes on where it was, and counts nothing twice", async () => {
  const community = await behind();
  const { owner, system } = community;
  const { runId } = await startReconciliation(owner);
  let batches = 0;
  const crash = reconcile(system, {
    runId,
    pastEndsAt: new Date(0),
    door: async () => {
      batches += 1;
      throw new Error("the power is gone");
    },
  });
  await expect(crash).rejects.toThrow("the power is gone");
  expect(batches).toBe(1);
  expect(await held(community)).toBe(0);
  expect((await getReconciliation(owner)).running).toMatchObject({ id: runId });
  const job = { companyId: system.companyId, cause: "owner", runId };
  await runJob(system, "reconcile", job);
  await runJob(system, "reconcile", job);
  const { last, repairs } = await getReconciliation(owner);
  expect(last).toMatchObject({ id: runId, state: "done", checked: 6, repaired: 6 });
  expect(new Set(repairs.map(({ objectId }) => objectId)).size).toBe(repairs.length);
  expect(await held(community)).toBe(3);
});

test("a comparison that nobody goes on with makes way for the next one", async () => {
  const { owner } = await behind();
  await startReconciliation(owner);
  stage.services.jobs.sent.length = 0;
  stage.advance(29 * minuteMs);
  await expect(startReconciliation(owner)).rejects.toMatchObject({ code: "conflict" });
  stage.advance(2 * minuteMs);
  await startReconciliation(owner);
  await stage.work();
  expect((await getReconciliation(owner)).last).toMatchObject({ state: "done" });
});

test("a cancelled comparison stops, keeps what it repaired, and the next one finds the rest", async () => {
  const community = await behind();
  const { owner, system } = community;
  const { runId } = await startReconciliation(owner);
  expect(await cancelReconciliation(owner)).toEqual({ runId });
  await stage.work();
  expect((await getReconciliation(owner)).last).toMatchObject({ id: runId, state: "cancelled", checked: 0 });
  await expect(cancelReconciliation(owner)).rejects.toMatchObject({ code: "conflict" });
  await runJob(system, "reconcile", { companyId: system.companyId, cause: "schedule" });
  await stage.work();
  expect(await held(community)).toBe(3);
});

test("a permission that is missing is named, and what Whop still lets us read is compared", async () => {
  const community = await behind();
  const { owner } = community;
  await stage.settings({ revokedPermissions: ["member:phone:read"] });
  await startReconciliation(owner);
  await stage.work();
  const { last, cursors } = await getReconciliation(owner);
  expect(last?.state).toBe("failed");
  expect(sentenceOf(last?.message ?? "")).toContain("member:phone:read");
  expect(await held(community)).toBe(3);
  const payments = cursors.find(({ factType }) => factType === "payment");
  expect(payments?.comparedUntil.getTime()).toBeLessThan(last?.startedAt.getTime() ?? 0);

  await stage.settings({ revokedPermissions: [] });
  await startReconciliation(owner);
  await stage.work();
  expect((await getReconciliation(owner)).last).toMatchObject({ state: "done", repaired: 3 });
});

test("a platform that does not answer fails the run; the next one does what was left", async () => {
  const community = await behind();
  const { owner } = community;
  await stage.settings({ faults: [{ match: "GET /payments", kind: "500" }] });
  await startReconciliation(owner);
  await stage.work();
  expect((await getReconciliation(owner)).last).toMatchObject({ state: "failed", checked: 3 });
  await stage.settings({ faults: [] });
  stage.advance(hourMs / 6);
  await stage.work();
  expect((await getReconciliation(owner)).last).toMatchObject({ cause: "schedule", state: "done" });
});

test("comparing is the team's, and of their own community only", async () => {
  const { system, owner } = await behind();
  const member = asMember(stage.services, system.companyId, await makeMember(system));
  for (const verb of [startReconciliation, cancelReconciliation, getReconciliation, checkInstallation])
    await expect(verb(member)).rejects.toMatchObject({ code: "forbidden" });
  const other = await makeCompany(stage.services);
  const stranger = asOwner(stage.services, other.companyId, await makeMember(other.system));
  await startReconciliation(owner);
  expect(await getReconciliation(stranger)).toEqual({
    running: null,
    last: null,
    cursors: [],
    repairs: [],
    lostLately: 0,
  });
  await expect(cancelReconciliation(stranger)).rejects.toMatchObject({ code: "conflict" });
  await stage.work();
});

test("the live check names each permission that is missing, and the events that the webhook lacks", async () => {
  const { owner } = await behind();
  const { permissions, webhook, reachable } = await checkInstallation(owner);
  expect(reachable).toBe(true);
  expect(webhook).toEqual({ state: "in_order", missingEvents: [] });
  expect(permissions.map(({ name }) => name)).toEqual(manifest.permissions.map(({ name }) => name));
  expect(permissions.filter(({ state }) => state === "missing")).toEqual([]);
  expect(permissions.find(({ name }) => name === "payment:dispute:read")?.state).toBe("granted");
  // Only a call that changes something would tell.
  expect(permissions.find(({ name }) => name === "member:manage")?.state).toBe("unproven");

  await stage.settings({ revokedPermissions: ["payment:dispute:read", "plan:basic:read"] });
  const hook = stage.world.webhooks.get("hook_app");
  hook.events = (hook.events ?? []).filter((event) => event !== "refund.updated");
  const second = await checkInstallation(owner);
  expect(second.permissions.filter(({ state }) => state === "missing").map(({ name }) => name)).toEqual([
    "plan:basic:read",
    "payment:dispute:read",
  ]);
  expect(second.webhook).toEqual({ state: "incomplete", missingEvents: ["refund.updated"] });
  hook.enabled = false;
  expect((await checkInstallation(owner)).webhook.state).toBe("switched_off");
  await stage.settings({ revokedPermissions: ["developer:manage_webhook"] });
  expect((await checkInstallation(owner)).webhook).toEqual({ state: "unknown", missingEvents: [] });
  await stage.settings({ revokedPermissions: [] });
});
