import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import type { RedemptionStatus } from "#db/enums.ts";
import {
  attributionDecisions,
  fraudCases,
  fraudChecks,
  referralClaims,
  referralCodes,
  referralConversions,
  rewardRedemptions,
  rewards,
} from "#db/schema/index.ts";
import { type ReadDetails, readDetails } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { loadMemberFacts, type MemberFacts } from "../facts/index.ts";
import { type Member, membersById } from "../members/index.ts";
import type { ReferralRow } from "./referral-row.ts";

export type TraceData = {
  referral: ReferralRow | null;
  code: string | null;
  referred: Member;
  people: Map<string, Member>;
  decisions: (Omit<typeof attributionDecisions.$inferSelect, "details"> & { details: ReadDetails })[];
  conversions: (typeof referralConversions.$inferSelect)[];
  facts: MemberFacts;
  checks: (typeof fraudChecks.$inferSelect)[];
  cases: (typeof fraudCases.$inferSelect)[];
  /** What was claimed of the person, in the order in which it was; what was taken back is nobody's business. */
  claims: (typeof referralClaims.$inferSelect)[];
  /** Rewards that this referral completed. */
  rewards: {
    name: string;
    status: RedemptionStatus;
    statusReason: string | null;
    earnedAt: Date;
    payableAt: Date;
  }[];
};

/** Everything that a trace tells of one referred person; of one referral of theirs, where there is one. */
export async function loadTraceData(
  ctx: Ctx,
  referredId: string,
  referral: ReferralRow | null,
): Promise<TraceData> {
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(attributionDecisions)
      .where(
        and(eq(attributionDecisions.companyId, companyId), eq(attributionDecisions.referredId, referredId)),
      )
      .orderBy(asc(attributionDecisions.id));
    const decisions = rows.map((row) => ({ ...row, details: readDetails(row.details) }));
    const claims = await readClaims(ctx, referredId);
    const people = await membersById(ctx, [
      referredId,
      ...claims.map(({ claimerId }) => claimerId),
      ...decisions.flatMap(({ details }) => details.weighed.flatMap((one) => one.referrerId ?? [])),
      ...(referral ? [referral.referrerId] : []),
    ]);
    const referred = people.get(referredId);
    if (!referred) throw new Error("A referral names a member who is not there");
    const facts = await loadMemberFacts(ctx, referred.whopUserId);
    if (!referral) {
      return {
        referral,
        code: null,
        referred,
        people,
        decisions,
        conversions: [],
        facts,
        checks: [],
        cases: [],
        claims,
        rewards: [],
      };
    }
    const [codes, conversions, checks, cases, earned] = await Promise.all([
      tx
        .select({ code: referralCodes.code })
        .from(referralCodes)
        .where(
          and(
            eq(referralCodes.companyId, companyId),
            inArray(referralCodes.id, [referral.referralCodeId ?? referral.id]),
          ),
        ),
      tx
        .select()
        .from(referralConversions)
        .where(
          and(eq(referralConversions.companyId, companyId), eq(referralConversions.referralId, referral.id)),
        )
        .orderBy(asc(referralConversions.occurredAt), asc(referralConversions.sourceId)),
      tx
        .select()
        .from(fraudChecks)
        .where(and(eq(fraudChecks.companyId, companyId), eq(fraudChecks.referralId, referral.id)))
        .orderBy(desc(fraudChecks.points), asc(fraudChecks.checkType)),
      tx
        .select()
        .from(fraudCases)
        .where(and(eq(fraudCases.companyId, companyId), eq(fraudCases.referralId, referral.id)))
        .orderBy(asc(fraudCases.id)),
      readRewards(ctx, referral),
    ]);
    return {
      referral,
      code: codes[0]?.code ?? null,
      referred,
      people,
      decisions,
      conversions,
      facts,
      checks,
      cases,
      claims,
      rewards: earned,
    };
  });
}

async function readClaims(ctx: Ctx, referredId: string): Promise<TraceData["claims"]> {
  const of = referralClaims;
  return transact(ctx, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, ctx.companyId), eq(of.referredId, referredId), ne(of.status, "withdrawn")))
      .orderBy(asc(of.id)),
  );
}

/** A milestone is earned at the instant of the conversion that reaches it. */
async function readRewards(ctx: Ctx, referral: ReferralRow): Promise<TraceData["rewards"]> {
  if (referral.convertedAt === null) return [];
  const { convertedAt, referrerId } = referral;
  return transact(ctx, (tx) =>
    tx
      .select({
        name: rewards.name,
        status: rewardRedemptions.status,
        statusReason: rewardRedemptions.statusReason,
        earnedAt: rewardRedemptions.earnedAt,
        payableAt: rewardRedemptions.payableAt,
      })
      .from(rewardRedemptions)
      .innerJoin(
        rewards,
        and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardRedemptions.rewardId)),
      )
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          eq(rewardRedemptions.userId, referrerId),
          eq(rewardRedemptions.earnedAt, convertedAt),
        ),
      )
      .orderBy(asc(rewards.threshold)),
  );
}
