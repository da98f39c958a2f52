import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "#lib/core/context.ts";
import { say } from "#lib/core/said.ts";
import { updatePreferences } from "#lib/members/index.ts";
import {
  callOff,
  getNotificationStanding,
  listNotifications,
  notify,
  sendNotifications,
  team,
} from "#lib/notifications/index.ts";
import { asMember, asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";
import {
  joinedNews,
  makeTalkingCommunity,
  type NotificationStage,
  notificationsIn,
  openNotificationStage,
} from "#tests/support/notification-stage.ts";
import { adapterOn } from "#tests/support/whop-sandbox.ts";

let stage: NotificationStage;
beforeAll(async () => {
  stage = await openNotificationStage();
});
afterAll(() => stage.close());

const english = { timeZone: "UTC", language: "en" } as const;
const minutes = (count: number) => count * 60_000;
const hours = (count: number) => count * 3_600_000;

it("what fifty say at once two workers tell once", async () => {
  const at = await makeTalkingCommunity(stage);
  const mia = await makeMember(at.system);
  await Promise.all(
    Array.from({ length: 50 }, () => notify(at.system, [joinedNews(mia.id, "referral:1", "Kai")])),
  );
  stage.advance(minutes(1));
  await Promise.all([at.send(), at.send()]);
  await at.send();
  expect(at.told()).toMatchObject([
    {
      experienceId: at.experienceId,
      userIds: [mia.whopUserId],
      title: "Somebody joined",
      content: "Kai joined through your link.",
      restPath: "/activity",
    },
  ]);
  await notify(at.system, [joinedNews(mia.id, "referral:1", "Kai")]);
  stage.advance(minutes(1));
  await at.send();
  expect(at.told()).toHaveLength(1);
});

it("what happens together is one message, and what many are told alike is one call", async () => {
  const at = await makeTalkingCommunity(stage);
  const [mia, kai] = [await makeMember(at.system), await makeMember(at.system)];
  const both = [mia, kai].flatMap(({ id }) => [joinedNews(id, "a", "Ann"), joinedNews(id, "b", "Bo")]);
  await notify(at.system, both);
  expect(at.told()).toEqual([]);
  stage.advance(minutes(1));
  await at.send();
  expect(at.told()).toMatchObject([
    { content: "Ann joined through your link.\nBo joined through your link." },
  ]);
  expect(at.told()[0]?.userIds?.toSorted()).toEqual([mia.whopUserId, kai.whopUserId].toSorted());
});

it("nobody is told at night by their own clocks, nor what they switched off, nor what is out of date", async () => {
  const at = await makeTalkingCommunity(stage);
  const { companyId, system } = at;
  const [noor, mia, kai] = [await makeMember(system), await makeMember(system), await makeMember(system)];
  // Where it is midnight while it is noon in UTC.
  const noors = asMember(stage.services, companyId, noor);
  await updatePreferences(noors, { timeZone: "Etc/GMT+12", locale: "es" });
  await updatePreferences(asMember(stage.services, companyId, mia), { muted: ["joined"] });
  const noon = stage.services.clock.now();
  const stale = new Date(noon.getTime() + 1_000);
  await notify(system, [
    joinedNews(noor.id, "n", "Ann"),
    joinedNews(mia.id, "m", "Ann"),
    { ...joinedNews(kai.id, "k", "Ann"), staleAt: stale },
  ]);
  stage.advance(minutes(1));
  await at.send();
  expect(at.told()).toEqual([]);
  const rows = await notificationsIn(system);
  const of = ({ id }: { id: string }) => rows.find(({ recipient }) => recipient === id);
  expect(of(noor)).toMatchObject({ state: "waiting" });
  expect((of(noor)?.dueAt.getTime() ?? 0) - noon.getTime()).toBeGreaterThan(hours(7));
  expect(of(mia)).toMatchObject({ state: "skipped", reason: expect.stringContaining("notification.muted") });
  expect(of(kai)).toMatchObject({ state: "skipped", reason: expect.stringContaining("notification.stale") });
  // Eight in the morning there; the clock itself brings it.
  stage.advance((of(noor)?.dueAt.getTime() ?? 0) - stage.services.clock.now().getTime());
  await at.send();
  expect(at.told()).toMatchObject([{ content: "Ann se unió con tu enlace.", userIds: [noor.whopUserId] }]);
  stage.advance(hours(24) - (stage.services.clock.now().getTime() - noon.getTime()));
});

it("what is not true any more is not told, and the team is told in its own view", async () => {
  const at = await makeTalkingCommunity(stage);
  const mia = await makeMember(at.system);
  const told = say("notification.decisionsWait", { count: 2 });
  await notify(at.system, [
    joinedNews(mia.id, "gone"),
    { recipient: team, kind: "decision_needed", subject: "day:1", told, restPath: "/" },
  ]);
  await callOff(at.system, "joined", ["gone"]);
  stage.advance(minutes(1));
  await at.send();
  expect(at.told()).toMatchObject([{ experienceId: null, userIds: null, title: "Decisions are waiting" }]);
});

it("without the permission everything waits with its reason, and is told when the permission is there", async () => {
  const at = await makeTalkingCommunity(stage);
  const [mia, kai] = [await makeMember(at.system), await makeMember(at.system)];
  const owner = asOwner(stage.services, at.companyId, at.owner);
  await stage.settings({ revokedPermissions: ["notification:create"] });
  await notify(at.system, [joinedNews(mia.id, "a"), joinedNews(kai.id, "b")]);
  stage.advance(minutes(1));
  await at.send();
  const standing = await getNotificationStanding(owner);
  expect(standing).toMatchObject({ held: 2, failed: 0, unknown: 0 });
  expect(JSON.stringify(standing.heldBecause)).toContain("notification:create");
  await at.send();
  const refused = stage.sandbox.world.requests.newestFirst().filter(({ status }) => status === 403);
  expect(refused.length).toBeLessThanOrEqual(2);
  await stage.settings({ revokedPermissions: [] });
  stage.advance(minutes(61));
  await at.send();
  expect(at.told()).toHaveLength(2);
  expect(await getNotificationStanding(owner)).toMatchObject({ held: 0 });
  const { notifications } = await listNotifications(owner, english, { standing: "sent" });
  expect(notifications.map(({ recipient }) => recipient).toSorted()).toEqual([mia.id, kai.id].toSorted());
});

it("once Whop does not answer, nobody else is tried: the others wait as if they had never been taken", async () => {
  const at = await makeTalkingCommunity(stage);
  const members = await Promise.all(Array.from({ length: 40 }, () => makeMember(at.system)));
  await notify(
    at.system,
    members.map(({ id }) => joinedNews(id, "a", `Friend of ${id}`)),
  );
  const community = { timeZone: "UTC", language: "en" as const, experienceId: at.experienceId };
  const asked = () => stage.sandbox.world.requests.newestFirst().length;
  const askedBefore = asked();
  await stage.settings({ faults: [{ match: "POST /notifications", kind: "timeout" }] });
  stage.advance(minutes(1));
  const silent = adapterOn(stage.sandbox.origin, { read: 200, change: 200 });
  await sendNotifications({ ...at.system, whop: silent }, community);
  expect(asked() - askedBefore).toBeLessThan(10);
  const rows = await notificationsIn(at.system);
  const untried = rows.filter(({ state }) => state === "waiting");
  expect(untried.length).toBeGreaterThan(30);
  for (const row of untried) expect(row).toMatchObject({ attempts: 0, batchId: null, message: null });
  await stage.settings({ faults: [] });
  stage.advance(minutes(2));
  await sendNotifications({ ...at.system, whop: adapterOn(stage.sandbox.origin) }, community);
  expect(
    at
      .told()
      .flatMap(({ userIds }) => userIds ?? [])
      .toSorted(),
  ).toEqual(members.map(({ whopUserId }) => whopUserId).toSorted());
});

it("a community whose app nobody has opened has nowhere to send from, and waits", async () => {
  const { companyId, system } = await makeCompany(stage.services);
  const mia = await makeMember(system);
  await notify(system, [joinedNews(mia.id, "a")]);
  stage.advance(minutes(1));
  await sendNotifications(system, { timeZone: "UTC", language: "en", experienceId: null });
  expect(await notificationsIn(system)).toMatchObject([{ companyId, state: "waiting" }]);
});

it("only the worker sends, only the team sees what was sent, and no community another's", async () => {
  const at = await makeTalkingCommunity(stage);
  const other = await makeTalkingCommunity(stage);
  const mia = await makeMember(at.system);
  await notify(at.system, [joinedNews(mia.id, "a", "Ann")]);
  stage.advance(minutes(1));
  await other.send();
  expect(other.told()).toEqual([]);
  expect(at.told()).toEqual([]);
  const others = asOwner(stage.services, other.companyId, other.owner);
  expect(await listNotifications(others, english)).toEqual({ notifications: [], nextCursor: null });
  const member = asMember(stage.services, at.companyId, mia);
  const community = { timeZone: "UTC", language: "en" as const, experienceId: at.experienceId };
  await expect(listNotifications(member, english)).rejects.toMatchObject({ code: "forbidden" });
  await expect(getNotificationStanding(member)).rejects.toMatchObject({ code: "forbidden" });
  await expect(sendNotifications(member, community)).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    sendNotifications(asOwner(stage.services, at.companyId, at.owner), community),
  ).rejects.toMatchObject({ code: "forbidden" });
});

it("what goes wrong is logged without saying who is told what", async () => {
  const at = await makeTalkingCommunity(stage);
  const mia = await makeMember(at.system, { name: "Mia Marker" });
  const lines: unknown[] = [];
  const keep = (...line: unknown[]) => void lines.push(line);
  const log: Ctx["log"] = { child: () => log, debug: keep, info: keep, warn: keep, error: keep };
  await notify(at.system, [joinedNews(mia.id, "a", "Kai Marker")]);
  await stage.settings({ faults: [{ match: "POST /notifications", kind: "500" }] });
  const whop = adapterOn(stage.sandbox.origin, undefined, log);
  for (let minute = 0; minute < 20; minute += 1) {
    stage.advance(minutes(1));
    await sendNotifications(
      { ...at.system, log, whop },
      { timeZone: "UTC", language: "en" as const, experienceId: at.experienceId },
    );
  }
  await stage.settings({ faults: [] });
  expect(await notificationsIn(at.system)).toMatchObject([{ state: "unknown" }]);
  expect(lines.length).toBeGreaterThan(0);
  for (const secret of ["Marker", mia.id, mia.whopUserId, "joined through"])
    expect(JSON.stringify(lines)).not.toContain(secret);
});
