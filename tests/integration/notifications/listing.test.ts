import { afterAll, beforeAll, expect, it } from "vitest";
import { updateSettings } from "#lib/companies/index.ts";
import { say, sentenceOf } from "#lib/core/said.ts";
import { updatePreferences } from "#lib/members/index.ts";
import { type ListNotificationsInput, listNotifications, notify, team } from "#lib/notifications/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  joinedNews,
  makeTalkingCommunity,
  type NotificationStage,
  openNotificationStage,
} from "#tests/support/notification-stage.ts";

let stage: NotificationStage;
beforeAll(async () => {
  stage = await openNotificationStage();
});
afterAll(() => stage.close());

const minutes = (count: number) => count * 60_000;

async function openCommunity() {
  const at = await makeTalkingCommunity(stage);
  const owner = asOwner(stage.services, at.companyId, at.owner);
  const list = async (input: ListNotificationsInput = {}) =>
    (await listNotifications(owner, { timeZone: "UTC", language: "es" }, input)).notifications;
  return { ...at, as: owner, list };
}

const decisions = (subject: string) => ({
  recipient: team,
  kind: "decision_needed" as const,
  subject,
  told: say("notification.decisionsWait", { count: 2 }),
  restPath: "/",
});

it("the team is told in the community's language, and so is a member who chose none; who chose one has theirs", async () => {
  const at = await openCommunity();
  const [mia, kai] = [await makeMember(at.system), await makeMember(at.system)];
  await updatePreferences(asMember(stage.services, at.companyId, kai), { locale: "en" });
  await updateSettings(at.as, { language: "es" });
  await notify(at.system, [decisions("d"), joinedNews(mia.id, "a", "Ann"), joinedNews(kai.id, "a", "Ann")]);
  stage.advance(minutes(1));
  await at.send();
  expect(at.told().map(({ title, userIds }) => [title, userIds])).toEqual(
    expect.arrayContaining([
      ["Hay decisiones pendientes", null],
      ["Alguien se unió", [mia.whopUserId]],
      ["Somebody joined", [kai.whopUserId]],
    ]),
  );
});

it("what was sent is listed word for word with its proof, and what waits as it would be sent now", async () => {
  const at = await openCommunity();
  const mia = await makeMember(at.system);
  await notify(at.system, [joinedNews(mia.id, "a", "Ann"), joinedNews(mia.id, "b", "Bo")]);
  expect(await at.list()).toMatchObject([
    { standing: "waiting", isAsCalled: false, content: "Bo se unió con tu enlace.", callKey: null },
    { standing: "waiting", isAsCalled: false, content: "Ann se unió con tu enlace.", sentAt: null },
  ]);
  stage.advance(minutes(1));
  await at.send();
  const [call] = at.told();
  expect(call?.content).toBe("Ann joined through your link.\nBo joined through your link.");
  const key = stage.sandbox.world.requests
    .newestFirst()
    .find(({ path, status }) => path.endsWith("/notifications") && status < 300)?.idempotencyKey;
  for (const one of await at.list())
    expect(one).toMatchObject({
      standing: "sent",
      isAsCalled: true,
      title: call?.title,
      content: call?.content,
      callKey: key,
      sentAt: stage.services.clock.now(),
      reason: null,
      hint: null,
    });
});

it("what is held says why and what helps, and what is given up that nothing more happens", async () => {
  const at = await openCommunity();
  const [mia, kai] = [await makeMember(at.system), await makeMember(at.system)];
  await updatePreferences(asMember(stage.services, at.companyId, kai), { muted: ["joined"] });
  await stage.settings({ revokedPermissions: ["notification:create"] });
  await notify(at.system, [joinedNews(mia.id, "a"), joinedNews(kai.id, "a")]);
  stage.advance(minutes(1));
  await at.send();
  await stage.settings({ revokedPermissions: [] });
  const [held] = await at.list({ standing: "held" });
  expect(held).toMatchObject({ recipient: mia.id, state: "waiting" });
  expect(sentenceOf(held?.reason ?? "")).toContain("notification:create");
  expect(sentenceOf(held?.hint ?? "")).toContain("The next try is on");
  expect(await at.list({ standing: "left_out" })).toMatchObject([{ recipient: kai.id, hint: null }]);
  await stage.settings({ faults: [{ match: "POST /notifications", kind: "500" }] });
  for (let calls = 0; calls < 6; calls += 1) {
    stage.advance(minutes(61));
    await at.send();
  }
  await stage.settings({ faults: [] });
  const [given] = await at.list({ standing: "given_up" });
  expect(given).toMatchObject({ recipient: mia.id, state: "unknown", calls: 4, isAsCalled: true });
  expect(given?.callKey).toEqual(expect.any(String));
  expect(sentenceOf(given?.hint ?? "")).toContain("never sent a second time");
});

it("the list is narrowed down by what became of it, kind and recipient, and is turned page by page", async () => {
  const at = await openCommunity();
  const [mia, kai] = [await makeMember(at.system), await makeMember(at.system)];
  await notify(at.system, [joinedNews(mia.id, "a"), joinedNews(mia.id, "b"), joinedNews(kai.id, "a")]);
  await notify(at.system, [decisions("d")]);
  const recipientsOf = async (input: ListNotificationsInput) =>
    (await at.list(input)).map(({ recipient }) => recipient).toSorted();
  expect(await recipientsOf({ recipient: team })).toEqual([team]);
  expect(await recipientsOf({ recipient: mia.id })).toEqual([mia.id, mia.id]);
  expect(await recipientsOf({ kind: "joined", standing: "waiting" })).toEqual(
    [mia.id, mia.id, kai.id].toSorted(),
  );
  expect(await recipientsOf({ standing: "sent" })).toEqual([]);
  const manners = { timeZone: "UTC", language: "en" } as const;
  const first = await listNotifications(at.as, manners, { limit: 3 });
  const second = await listNotifications(at.as, manners, { limit: 3, cursor: first.nextCursor ?? undefined });
  expect(first.notifications).toHaveLength(3);
  expect(second.nextCursor).toBeNull();
  const ids = [...first.notifications, ...second.notifications].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  expect(ids).toEqual(ids.toSorted().toReversed());
});

it("nobody but the community's team reads them, and a filter by another community's member finds nothing", async () => {
  const at = await openCommunity();
  const other = await openCommunity();
  const mia = await makeMember(at.system);
  await notify(at.system, [joinedNews(mia.id, "a")]);
  expect(await other.list({ recipient: mia.id })).toEqual([]);
  const member = asMember(stage.services, at.companyId, mia);
  const manners = { timeZone: "UTC", language: "en" } as const;
  await expect(listNotifications(member, manners, { recipient: mia.id })).rejects.toMatchObject({
    code: "forbidden",
  });
});
