import { and, asc, eq, ne } from "drizzle-orm";
import {
  attributionDecisions,
  attributionRules,
  fraudCases,
  fraudChecks,
  referralCodeOptions,
  referralConversions,
  rewardRedemptions,
  users,
} from "#db/schema/index.ts";
import { minuteMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { recordMembership, recordPayment, recordRefund } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { isElsewhere } from "#lib/referrals/index.ts";
import { createReward } from "#lib/rewards/index.ts";
import { testNow } from "./context.ts";
import { asOwner, makeCompany, makeLink, makeMember } from "./factories.ts";
import { membershipFact, paymentFact, refundFact } from "./facts.ts";
import {
  drainJobs,
  numbersIn,
  plain,
  type ReferralStage,
  recordClicks,
  referralsIn,
  settle,
} from "./referral-stage.ts";
import { weekFree } from "./rewards.ts";

/** What somebody bought, and how they came to it. */
export type Bought = {
  by: number;
  /** The link, by its number; null buys without any. */
  through: number | null;
  minute: number;
  network: number;
  instrument: number;
  email?: string;
  end: "stands" | "refunded" | "unpaid";
};

export type Told = { purchase: number; what: "membership" | "payment" | "refund"; settled: boolean };

export type Setting = {
  touch: "first" | "last";
  /** Of each link the limit, if it has one; each has a referrer of its own. */
  limits: readonly (number | null)[];
  purchases: readonly Bought[];
};

export type Community = Awaited<ReturnType<typeof openCommunity>>;

const at = (minutes: number) => new Date(testNow.getTime() - 8_000 * minuteMs + minutes * minuteMs);
export const afterwards = ["settle-referral", "evaluate-rewards", "refresh-member-stats"] as const;

/** A community with its links and their visits; of the purchases nothing was told yet. */
export async function openCommunity(
  { services }: ReferralStage,
  { touch, limits, purchases }: Setting,
  ids: readonly string[],
) {
  const { companyId, system } = await makeCompany(services);
  const owner = await makeMember(system, { whopUserId: "user_owner" });
  const reward = await createReward(
    asOwner(services, companyId, owner),
    weekFree({ threshold: 2, holdDays: 14 }),
  );
  const names = new Map([
    [companyId, "the company"],
    [reward.id, "the reward"],
  ]);
  await transact(system, (tx) =>
    tx.insert(attributionRules).values({
      companyId,
      version: 2,
      touch,
      windowDays: 30,
      creditExistingCustomers: false,
      countTrials: false,
      countFree: false,
      createdBy: "test",
      createdAt: at(-1),
    }),
  );
  const links: { id: string; code: string }[] = [];
  for (const [nth, maxUses] of limits.entries()) {
    const referrer = await makeMember(system, { whopUserId: `user_referrer${nth}`, joinedAt: at(0) });
    const link = await makeLink(system, referrer.id);
    names.set(referrer.id, `referrer ${nth}`).set(link.id, `link ${nth}`).set(link.code, `code ${nth}`);
    links.push(link);
    await transact(system, async (tx) => {
      if (maxUses !== null)
        await tx
          .insert(referralCodeOptions)
          .values({ companyId, codeId: link.id, userId: referrer.id, maxUses });
    });
  }
  await recordClicks(
    system,
    purchases.flatMap(({ through, minute, by, network }) => {
      const link = through === null ? undefined : links[through];
      return link
        ? [{ codeId: link.id, at: at(minute), visitor: BigInt(by + 1), network: BigInt(network) }]
        : [];
    }),
  );
  /** People of whom something was told since they were settled. */
  const waiting = new Set<string>();
  return { services, companyId, system, names, links, ids, purchases, waiting };
}

/** Tells one of Whop's objects, as it is in the end; whoever it is about is settled at once, or has to wait. */
export async function tell(community: Community, { purchase, what, settled }: Told): Promise<void> {
  const { system, purchases, links, ids, companyId, services } = community;
  const bought = purchases[purchase];
  if (!bought) throw new Error("nobody bought this");
  const { by, through, minute, instrument, email, end } = bought;
  const whopUserId = String(ids[by]);
  const link = through === null ? undefined : links[through];
  const shared = {
    whopUserId,
    membershipId: `mem_${purchase}`,
    whopCreatedAt: at(minute),
    metadata: link ? referenceOf(system.secrets, companyId, link.id) : {},
  };
  const paymentId = `pay_${purchase}`;
  await transact(system, async (_tx, ctx) => {
    await ensureMember(ctx, { whopUserId, email: email ?? `${whopUserId}@inbox.test`, joinedAt: at(minute) });
    if (what === "membership") await recordMembership(ctx, membershipFact(shared));
    if (what === "payment" && end !== "unpaid")
      await recordPayment(ctx, paymentFact({ ...shared, paymentId, instrumentKey: `by-id:${instrument}` }));
    if (what === "refund" && end === "refunded")
      await recordRefund(
        ctx,
        refundFact({ refundId: `rf_${purchase}`, paymentId, whopCreatedAt: at(7_000) }),
      );
  });
  community.waiting.add(whopUserId);
  if (!settled) return;
  community.waiting.delete(whopUserId);
  await settle(system, whopUserId);
  await drainJobs(services, ["settle-referral"]);
}

/** Whoever waits is settled, and what follows is done. */
export async function finish({ system, waiting, services }: Community): Promise<void> {
  for (const whopUserId of waiting) await settle(system, whopUserId);
  await drainJobs(services, ["settle-referral"]);
  await drainJobs(services, afterwards);
}

/**
 * How it has ended: the books, for each person the last word on their credit with all that was weighed, and what the
 * fraud rules say. A credit that was given and moved away again on the way is history, not the end.
 */
export async function endOfCommunity({
  system,
  companyId,
  ids,
  names: known,
}: Pick<Community, "system" | "companyId" | "ids" | "names">): Promise<string[]> {
  const names = new Map(known);
  const end = await transact(system, async (tx, ctx) => {
    const people = await tx.select().from(users).where(eq(users.companyId, companyId));
    for (const { id, whopUserId } of people)
      if (ids.includes(whopUserId)) names.set(id, `person ${ids.indexOf(whopUserId)}`);
    const live = (await referralsIn(ctx)).filter((row) => !isElsewhere(row));
    for (const { id, referredId } of live) names.set(id, `the referral of ${names.get(referredId)}`);
    const isLive = ({ referralId }: { referralId: string }) => names.has(referralId);
    const words = await tx
      .select()
      .from(attributionDecisions)
      .where(eq(attributionDecisions.companyId, companyId))
      .orderBy(asc(attributionDecisions.id));
    const last = new Map(words.map(({ referredId, ...word }) => [referredId, { referredId, ...word }]));
    const values = await tx
      .select()
      .from(referralConversions)
      .where(eq(referralConversions.companyId, companyId));
    const checks = await tx.select().from(fraudChecks).where(eq(fraudChecks.companyId, companyId));
    const cases = await tx.select().from(fraudCases).where(eq(fraudCases.companyId, companyId));
    const owed = and(eq(rewardRedemptions.companyId, companyId), ne(rewardRedemptions.status, "cancelled"));
    return [
      ...plain(live),
      ...plain([...last.values()].map(({ referralId: _, ...word }) => word)),
      ...plain(values.filter(isLive)),
      ...checks.filter(isLive).map(
        (check) =>
          // What a rule that finds nothing has seen may be more by now.
          `${check.referralId} ${check.checkType} ${check.points} ${check.flagged ? JSON.stringify(check.details) : ""}`,
      ),
      ...cases
        .filter((one) => one.status === "open" && isLive(one))
        .map(({ referralId, score }) => `${referralId} waits with ${score}`),
      ...plain(await tx.select().from(rewardRedemptions).where(owed)),
      JSON.stringify(await numbersIn(ctx)),
    ];
  });
  const renamed = (line: string) => [...names].reduce((text, [id, name]) => text.replaceAll(id, name), line);
  return end.map(renamed).sort();
}
