import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { companies, users } from "#db/schema/index.ts";
import { updateSettings } from "#lib/companies/index.ts";
import { transact } from "#lib/core/context.ts";
import { isSaid } from "#lib/core/said.ts";
import { exportMember } from "#lib/privacy/index.ts";
import { addCodes, claimRedemption, createReward } from "#lib/rewards/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { announce, began, ended, hours, makeCampaignScene } from "#tests/support/campaign-stage.ts";
import { asMember, asOwner, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import { notificationsIn } from "#tests/support/notification-stage.ts";
import {
  drainJobs,
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  settle,
} from "#tests/support/referral-stage.ts";
import { redemptionsIn } from "#tests/support/rewards.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

async function communityOf(...names: string[]) {
  const { services } = stage;
  const { companyId, system } = await makeCompany(services, { settings: { holdDays: 0 } });
  const owner = asOwner(services, companyId, await makeMember(system));
  const members = await Promise.all(
    names.map(async (name) => {
      const member = await makeMember(system, { name });
      return { ...member, codeId: (await makeLink(system, member.id)).id };
    }),
  );
  const buy = async (codeId: string, at = services.clock.now()) => {
    const bought = await recordPurchase(system, { codeId, at });
    await settle(system, bought.whopUserId);
    return bought;
  };
  return { companyId, system, owner, members, buy };
}

type Row = Awaited<ReturnType<typeof notificationsIn>>[number];
const codeOf = ({ values }: Row) => (isSaid(values) ? values.code : null);
const of = (rows: Row[], kind: Row["kind"]) => rows.filter((row) => row.kind === kind);

it("a referrer hears that somebody counts, once however often it is settled, and of nothing that is long past", async () => {
  const at = await communityOf("Mia");
  const [mia] = at.members;
  if (!mia) throw new Error("nobody");
  const bought = await at.buy(mia.codeId);
  await settle(at.system, bought.whopUserId);
  const week = 7 * 86_400_000;
  await at.buy(mia.codeId, new Date(stage.services.clock.now().getTime() - week));
  const rows = await notificationsIn(at.system);
  expect(rows).toMatchObject([{ recipient: mia.id, kind: "counted", state: "waiting" }]);
  expect(rows[0]?.restPath).toBe(`/activity/${rows[0]?.subject.slice("referral:".length)}`);
});

it("a member hears of a reward, is reminded before it lapses unless they claimed it, and the team of a pool that runs low", async () => {
  const at = await communityOf("Mia", "Kai");
  const { id } = await createReward(at.owner, {
    name: "A call",
    threshold: 1,
    rewardType: "custom",
    rewardData: { instructions: "Ring us", fromPool: true },
    autoApply: true,
    holdDays: 0,
    expiryDays: 30,
    warnBelow: 2,
  });
  await addCodes(at.owner, { id, codes: ["ONE", "TWO"] });
  for (const { codeId } of at.members) await at.buy(codeId);
  await drainJobs(stage.services, ["evaluate-rewards", "release-redemption", "deliver-reward"]);
  const [first] = await redemptionsIn(at.system);
  const claimer = at.members.find(({ id }) => id === first?.userId);
  if (!claimer || !first) throw new Error("nobody has it");
  await claimRedemption(asMember(stage.services, at.companyId, claimer), { id: first.id });
  const rows = await notificationsIn(at.system);
  expect(
    of(rows, "reward_ready")
      .map(({ recipient }) => recipient)
      .toSorted(),
  ).toEqual(at.members.map(({ id }) => id).toSorted());
  const reminded = of(rows, "reward_expiring");
  expect(reminded.map(({ recipient }) => recipient)).toEqual(
    at.members.map(({ id }) => id).filter((id) => id !== claimer.id),
  );
  const daysAhead = (reminded[0]?.dueAt.getTime() ?? 0) - stage.services.clock.now().getTime();
  expect(Math.round(daysAhead / 86_400_000)).toBe(27);
  expect(of(rows, "pool_low")).toMatchObject([{ recipient: "team", restPath: "/rewards" }]);
});

it("whoever is passed on this month's board hears of it, once a day", async () => {
  const at = await communityOf("Mia", "Kai");
  const [mia, kai] = at.members;
  if (!mia || !kai) throw new Error("nobody");
  const refresh = () => drainJobs(stage.services, ["refresh-member-stats"]);
  for (const one of [mia, kai, kai]) {
    await at.buy(one.codeId);
    await refresh();
  }
  const rows = of(await notificationsIn(at.system), "overtaken");
  expect(rows).toMatchObject([{ recipient: mia.id, restPath: "/leaderboard" }]);
  for (const one of [mia, mia, kai, kai]) {
    await at.buy(one.codeId);
    await refresh();
  }
  const later = of(await notificationsIn(at.system), "overtaken");
  expect(later.filter(({ recipient }) => recipient === mia.id)).toHaveLength(1);
});

it("nobody hears of having been passed where the team keeps the board to itself", async () => {
  const at = await communityOf("Mia", "Kai");
  const [mia, kai] = at.members;
  if (!mia || !kai) throw new Error("nobody");
  await updateSettings(at.owner, { leaderboardVisible: false });
  for (const one of [mia, kai, kai]) {
    await at.buy(one.codeId);
    await drainJobs(stage.services, ["refresh-member-stats"]);
  }
  expect(of(await notificationsIn(at.system), "overtaken")).toEqual([]);
});

it("members hear of a campaign a day before it starts, those who take part before it ends, and the team of its budget", async () => {
  const { services } = stage;
  const scene = await makeCampaignScene(services, ["kai", "lea"]);
  const campaign = await announce(scene, { limits: { total: 2 } });
  const tell = (what: "starting" | "ending") =>
    runJob(scene.system, "tell-campaign", { companyId: scene.companyId, campaignId: campaign.id, what });
  await tell("starting");
  await tell("starting");
  const told = of(await notificationsIn(scene.system), "campaign_starting");
  expect(told).toHaveLength(2);
  expect(told.map(codeOf)).toEqual(["notification.campaignStarting", "notification.campaignStarting"]);
  expect(told[0]).toMatchObject({ restPath: `/campaigns/${campaign.id}`, staleAt: began });

  services.clock.set(hours(1));
  await runJob(scene.system, "advance-campaign", { companyId: scene.companyId, campaignId: campaign.id });
  const kai = scene.members.kai;
  for (let n = 0; n < 2; n += 1) {
    const bought = await recordPurchase(scene.system, { codeId: kai?.codeId ?? "", at: hours(1) });
    await settle(scene.system, bought.whopUserId);
    await drainJobs(services, ["score-campaigns"]);
  }
  services.clock.set(new Date(ended.getTime() - 3_600_000));
  await tell("ending");
  const rows = await notificationsIn(scene.system);
  expect(of(rows, "campaign_ending")).toMatchObject([{ recipient: kai?.id, staleAt: ended }]);
  expect(of(rows, "budget_low")).toMatchObject([{ recipient: "team" }]);
});

it("the team hears once a day what waits for it, and of a silence of Whop's once", async () => {
  const at = await communityOf("Mia");
  const { services } = stage;
  const nine = new Date(Math.floor(services.clock.now().getTime() / 86_400_000) * 86_400_000 + 9 * 3_600_000);
  services.clock.set(nine);
  const tell = () => runJob(at.system, "tell-team", { companyId: at.companyId });
  await tell();
  expect(await notificationsIn(at.system)).toEqual([]);

  await createReward(at.owner, {
    name: "By hand",
    threshold: 1,
    rewardType: "custom",
    rewardData: { instructions: "We call you" },
    autoApply: false,
    holdDays: 0,
  });
  await at.buy(at.members[0]?.codeId ?? "");
  await drainJobs(services, ["evaluate-rewards", "release-redemption"]);
  const lastAt = new Date(nine.getTime() - 8 * 86_400_000);
  await transact(at.system, (tx) =>
    tx.update(companies).set({ lastWebhookAt: lastAt }).where(eq(companies.companyId, at.companyId)),
  );
  await tell();
  services.clock.advance(3_600_000);
  await tell();
  const rows = await notificationsIn(at.system);
  expect(of(rows, "decision_needed")).toHaveLength(1);
  expect(of(rows, "webhooks_silent")).toMatchObject([
    { recipient: "team", restPath: "/health", subject: `since:${lastAt.toISOString()}` },
  ]);
});

it("an erased member is told nothing more, and nobody is told of them; until then their own is theirs to take along", async () => {
  const at = await communityOf("Mia");
  const [mia] = at.members;
  if (!mia) throw new Error("nobody");
  const bought = await at.buy(mia.codeId);
  const mine = asMember(stage.services, at.companyId, mia);
  const { data } = await exportMember(mine);
  expect(data.notifications).toMatchObject([{ kind: "counted", recipient: mia.id }]);
  expect(data.preferences).toEqual([]);
  const [buyer] = await transact(at.system, (tx) =>
    tx.select().from(users).where(eq(users.whopUserId, bought.whopUserId)),
  );
  const job = { companyId: at.companyId, userId: buyer?.id ?? "", giveUpEarnings: true };
  await runJob(at.system, "erase-member", job);
  expect(await notificationsIn(at.system)).toEqual([]);
});
