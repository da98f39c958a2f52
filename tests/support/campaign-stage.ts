import { and, asc, eq } from "drizzle-orm";
import { campaignParticipants, campaignPoints, campaignPrizes, rewardRedemptions } from "#db/schema/index.ts";
import { type Campaign, createCampaign, scheduleCampaign } from "#lib/campaigns/index.ts";
import type { CampaignTermsInput } from "#lib/campaigns/terms.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { recordRefund } from "#lib/facts/index.ts";
import { type JobName, sweepTimers } from "#lib/jobs/index.ts";
import { createReward } from "#lib/rewards/index.ts";
import type { TestServices } from "./context.ts";
import { asOwner, makeCompany, makeLink, makeMember, type TestMember } from "./factories.ts";
import { refundFact } from "./facts.ts";
import { type Buying, drainJobs, recordPurchase, settle } from "./referral-stage.ts";

export const began = new Date("2026-03-02T00:00:00.000Z");
export const ended = new Date("2026-03-09T00:00:00.000Z");
/** The settling of the campaigns here lasts a week. */
export const settled = new Date("2026-03-16T00:00:00.000Z");
export const hours = (count: number) => new Date(began.getTime() + count * 3_600_000);

const ours: readonly JobName[] = ["score-campaigns", "advance-campaign"];

export type CampaignScene = {
  companyId: string;
  system: Ctx;
  owner: Ctx;
  services: TestServices;
  /** Members who can bring somebody, by name. */
  members: Record<string, TestMember & { codeId: string }>;
};

/** A community with an owner and these members, a day before the campaigns begin. */
export async function makeCampaignScene(
  services: TestServices,
  names: readonly string[] = ["kai", "lea"],
): Promise<CampaignScene> {
  services.clock.set(hours(-24));
  const { companyId, system } = await makeCompany(services, { settings: { holdDays: 0 } });
  const owner = asOwner(services, companyId, await makeMember(system, { isTeam: true }));
  const members: CampaignScene["members"] = {};
  for (const name of names) {
    const member = await makeMember(system, { name });
    members[name] = { ...member, codeId: (await makeLink(system, member.id)).id };
  }
  return { companyId, system, owner, services, members };
}

export function memberOf(scene: CampaignScene, name: string) {
  const member = scene.members[name];
  if (!member) throw new Error(`Nobody is called ${name}`);
  return member;
}

export type CampaignWish = Omit<Partial<CampaignTermsInput>, "rules"> & {
  rules?: object;
  startDate?: Date;
  endDate?: Date;
  timeZone?: string;
};

/** Ten points for each referral that paid, no hold, a week of settling; a draft. */
export function draft(scene: CampaignScene, wish: CampaignWish = {}): Promise<Campaign> {
  const { rules = {}, startDate = began, endDate = ended, timeZone = "UTC", ...rest } = wish;
  const terms = { counts: ["paid"], points: { paid: 10 }, holdDays: 0, settleDays: 7, ...rules };
  return createCampaign(scene.owner, {
    name: "A week",
    startDate: startDate.toISOString(),
    endDate: endDate.toISOString(),
    timeZone,
    terms: { ...rest, rules: terms as CampaignTermsInput["rules"] },
  });
}

/** The same, scheduled. */
export async function announce(scene: CampaignScene, wish: CampaignWish = {}): Promise<Campaign> {
  const { id } = await draft(scene, wish);
  return scheduleCampaign(scene.owner, { id });
}

/** A reward that is given as a prize: points, so that Whop is not asked. */
export async function makePrize(scene: CampaignScene, more: object = {}): Promise<string> {
  const reward = await createReward(scene.owner, {
    name: "A prize",
    trigger: "campaign_prize",
    threshold: 1,
    rewardType: "points",
    rewardData: { points: 100 },
    holdDays: 0,
    ...more,
  });
  return reward.id;
}

/** Moves the clock, and has done what is due by then. */
export async function passTo({ services }: CampaignScene, at: Date): Promise<void> {
  services.clock.set(at);
  for (;;) {
    await sweepTimers(services);
    if (!services.jobs.sent.some(({ name }) => ours.some((job) => job === name))) return;
    await drainJobs(services, ours);
  }
}

/** Somebody new buys through a member's link; the clock stands there unless it is past that. */
export async function bring(
  scene: CampaignScene,
  name: string,
  at: Date,
  more: Partial<Buying> = {},
): Promise<Awaited<ReturnType<typeof recordPurchase>>> {
  if (scene.services.clock.now() < at) await passTo(scene, at);
  const { codeId } = memberOf(scene, name);
  const purchase = await recordPurchase(scene.system, { codeId, at, ...more });
  await settle(scene.system, purchase.whopUserId);
  await drainJobs(scene.services, ours);
  return purchase;
}

/** The whole payment goes back. */
export async function refund(
  scene: CampaignScene,
  { whopUserId, paymentId }: { whopUserId: string; paymentId: string },
  at: Date,
): Promise<void> {
  if (scene.services.clock.now() < at) await passTo(scene, at);
  await transact(scene.system, (_tx, ctx) => recordRefund(ctx, refundFact({ paymentId, whopCreatedAt: at })));
  await settle(scene.system, whopUserId);
  await drainJobs(scene.services, ours);
}

export function linesOf({ system }: CampaignScene, campaignId: string) {
  const of = campaignPoints;
  return transact(system, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, system.companyId), eq(of.campaignId, campaignId)))
      .orderBy(asc(of.occurredAt), asc(of.id)),
  );
}

/** Points that count, by the member's name. */
export async function pointsOn(scene: CampaignScene, campaignId: string): Promise<Record<string, number>> {
  const { system } = scene;
  const of = campaignParticipants;
  const rows = await transact(system, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, system.companyId), eq(of.campaignId, campaignId))),
  );
  const names = new Map(Object.entries(scene.members).map(([name, { id }]) => [id, name]));
  return Object.fromEntries(rows.map(({ userId, points }) => [names.get(userId) ?? userId, points]));
}

/** Who won, by name, in the order of the prizes, and what was given for it. */
export async function prizesOf(scene: CampaignScene, campaignId: string) {
  const { system } = scene;
  const names = new Map(Object.entries(scene.members).map(([name, { id }]) => [id, name]));
  return transact(system, async (tx) => {
    const won = await tx
      .select()
      .from(campaignPrizes)
      .where(and(eq(campaignPrizes.companyId, system.companyId), eq(campaignPrizes.campaignId, campaignId)))
      .orderBy(asc(campaignPrizes.prize), asc(campaignPrizes.id));
    const given = await tx
      .select()
      .from(rewardRedemptions)
      .where(eq(rewardRedemptions.companyId, system.companyId));
    return won.map(({ id, userId }) => ({
      winner: names.get(userId) ?? userId,
      given: given.filter(({ subject }) => subject === `prize:${id}`).map(({ status }) => status),
    }));
  });
}
