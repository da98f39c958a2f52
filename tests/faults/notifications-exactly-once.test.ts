import { afterEach, expect, it } from "vitest";
import type { Services } from "#lib/core/services.ts";
import { notify } from "#lib/notifications/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asSystem } from "#tests/support/context.ts";
import { isSurvived } from "#tests/support/doom.ts";
import { makeMember } from "#tests/support/factories.ts";
import { times } from "#tests/support/long-form.ts";
import {
  joinedNews,
  makeTalkingCommunity,
  type NotificationStage,
  notificationsIn,
  openNotificationStage,
} from "#tests/support/notification-stage.ts";
import { runDue, timerQueue } from "#tests/support/timer-queue.ts";

/** Each kind as often as the others, so that three calls in ten go wrong. */
const kinds = ["applied_then_timeout", "applied_then_500", "reset", "429", "409", "truncated"] as const;
const rate = 1 - 0.7 ** (1 / kinds.length);
const faults = kinds.map((kind, index) => ({ match: "*", kind, rate, seed: 700 + index }));

let stage: NotificationStage | undefined;
afterEach(async () => stage?.close());

it("with three calls in ten going wrong and two workers at it, nobody is told twice of one thing, and nearly all are told", async () => {
  stage = await openNotificationStage();
  const at = await makeTalkingCommunity(stage);
  const many = times(20, 200);
  const members = await Promise.all(Array.from({ length: many }, () => makeMember(at.system)));
  // Each hears of something of their own, so that each is a call.
  const news = members.map(({ id, name }) => joinedNews(id, `referral:${id}`, `Friend of ${name}`));
  await Promise.all(news.map((one) => notify(at.system, [one])));
  await stage.settings({ faults });
  for (let minute = 0; minute < 45; minute += 1) {
    stage.advance(60_000);
    await Promise.all([at.send(), at.send()]);
  }
  const rows = await notificationsIn(at.system);
  const heard = new Map<string, number>();
  for (const { userIds } of at.told())
    for (const id of userIds ?? []) heard.set(id, (heard.get(id) ?? 0) + 1);
  expect([...heard.values()].filter((often) => often > 1)).toEqual([]);
  const whopIds = new Map(members.map(({ id, whopUserId }) => [id, whopUserId]));
  for (const { recipient, state } of rows) {
    // Given up means that nobody knows, never that it is tried under another key.
    expect(["sent", "unknown"]).toContain(state);
    if (state === "sent") expect(heard.get(whopIds.get(recipient) ?? "")).toBe(1);
  }
  expect(rows.filter(({ state }) => state === "sent").length).toBeGreaterThan(0.85 * many);
  const calls = stage.sandbox.world.requests.newestFirst();
  expect(calls.filter(({ fault }) => fault !== null).length).toBeGreaterThan(calls.length / 6);
});

/** More than any of the ways has; the loop ends where a worker comes through alive. */
const mostSteps = 40;

it("a worker killed at any step of telling a member changes nothing about what the member hears", async () => {
  stage = await openNotificationStage();
  const { database, sandbox } = stage;
  const { clock } = stage.services;
  const services: Services = { ...stage.services, jobs: timerQueue(clock.now) };
  let survived = false;
  let killed = 0;
  // Every second step in the suite: each is one side of a call or a transaction, and its other side is like it.
  for (let step = 1; !survived && step <= mostSteps; step += times(2, 1)) {
    const at = await makeTalkingCommunity(stage);
    const { companyId } = at;
    const mia = await makeMember(at.system);
    await notify(at.system, [joinedNews(mia.id, "referral:1", "Kai")]);
    stage.advance(60_000);
    await services.db.withTenant(companyId, "test", (tx) =>
      services.jobs.send(tx, "send-notifications", [{ companyId }]),
    );
    survived = await isSurvived({ appUrl: database.appUrl, sandbox: sandbox.origin, now: clock.now(), step });
    if (!survived) killed += 1;
    // Another worker takes up what is on the queue, and what the clock brings later.
    for (let minute = 0; minute < 4; minute += 1) {
      await runDue(services, async (job) => {
        if (job.name === "send-notifications")
          await runJob(asSystem(services, String(job.payload.companyId)), job.name, job.payload);
      });
      stage.advance(60_000);
    }
    expect(at.told().length, `killed at step ${step}`).toBe(1);
    expect(await notificationsIn(at.system), `killed at step ${step}`).toMatchObject([{ state: "sent" }]);
  }
  expect(survived).toBe(true);
  expect(killed).toBeGreaterThan(times(2, 5));
});
