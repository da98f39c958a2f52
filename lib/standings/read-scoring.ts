import { and, asc, eq, inArray, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import {
  affiliates,
  affiliateTerms,
  campaigns,
  memberships,
  payments,
  plans,
  referralClicks,
  referrals,
  users,
} from "#db/schema/index.ts";
import { type CampaignTerms, readCampaigns, readVersions } from "../campaigns/index.ts";
import type { ActivationCriteria } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isConfirmed, readActivations } from "../referrals/index.ts";
import {
  criteriaKey,
  type OwnActivation,
  type ScoredReferral,
  type Scorer,
  type ScoringCampaign,
} from "./scoring.ts";

/** Campaigns that have begun and whose standing is not frozen, in the order of their ids; locked on request. */
export async function readOpenCampaigns(ctx: Ctx, lock: boolean, which?: SQL): Promise<ScoringCampaign[]> {
  const rows = await readCampaigns(
    ctx,
    and(
      inArray(campaigns.status, ["scheduled", "active", "settling"]),
      lte(campaigns.startDate, ctx.clock.now()),
      which,
    ),
    lock,
  );
  const versions = await readVersions(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, name, status, startDate, endDate, timeZone }) => ({
    id,
    name,
    status,
    startDate,
    endDate,
    timeZone,
    versions: versions.get(id) ?? [],
  }));
}

/** By referrer, the referrals that something happened to since then; with own criteria, that may have. */
export async function readScoredReferrals(
  ctx: Ctx,
  userIds: readonly string[],
  since: Date,
  own: readonly ActivationCriteria[],
): Promise<Map<string, ScoredReferral[]>> {
  const { companyId } = ctx;
  const from = since.toISOString();
  const country = sql<string | null>`(
    SELECT c.country FROM ${referralClicks} c
     WHERE c.company_id = ${companyId} AND c.code_id = ${referrals.referralCodeId}
       AND c.clicked_at >= ${referrals.clickAt} AND c.clicked_at < ${referrals.clickAt} + interval '1 millisecond'
     ORDER BY c.country NULLS LAST LIMIT 1)`;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        id: referrals.id,
        referrerId: referrals.referrerId,
        referredId: referrals.referredId,
        status: referrals.status,
        cancelReason: referrals.cancelReason,
        review: referrals.review,
        holdReason: referrals.holdReason,
        isVerified: referrals.isVerified,
        signedUpAt: referrals.signedUpAt,
        convertedAt: referrals.convertedAt,
        activatedAt: referrals.activatedAt,
        planId: sql<string | null>`coalesce(${payments.planId}, ${memberships.planId})`,
        country,
      })
      .from(referrals)
      .leftJoin(
        memberships,
        and(eq(memberships.companyId, companyId), eq(memberships.membershipId, referrals.membershipId)),
      )
      .leftJoin(
        payments,
        and(eq(payments.companyId, companyId), eq(payments.paymentId, referrals.qualifyingPaymentId)),
      )
      .where(
        and(
          eq(referrals.companyId, companyId),
          inIds(referrals.referrerId, userIds),
          or(
            sql`greatest(${referrals.signedUpAt}, ${referrals.convertedAt}, ${referrals.activatedAt}) >= ${from}::timestamptz`,
            // By criteria of a campaign's own they may be activated at any time later.
            own.length === 0 ? undefined : inArray(referrals.status, ["converted", "activated"]),
          ),
        ),
      ),
  );
  const scored = own.length === 0 ? rows : await withActivations(ctx, rows, own);
  return Map.groupBy(scored, ({ referrerId }) => referrerId);
}

async function withActivations<Row extends ScoredReferral & { referredId: string }>(
  ctx: Ctx,
  rows: readonly Row[],
  own: readonly ActivationCriteria[],
): Promise<Row[]> {
  const referred = rows.filter(({ convertedAt }) => convertedAt !== null).map(({ referredId }) => referredId);
  const under = await readActivations(ctx, [...new Set(referred)]);
  return rows.map((row) => {
    const found = own.map((criteria): [string, OwnActivation] => {
      const { activatedAt, ...rest } = under(row.referredId, criteria);
      return [criteriaKey(criteria), { activatedAt, dueAt: "dueAt" in rest ? rest.dueAt : null }];
    });
    return { ...row, activations: new Map(found) };
  });
}

/** The criteria of their own by which campaigns count who became active. */
export function ownCriteria(rules: readonly CampaignTerms["rules"][]): ActivationCriteria[] {
  const own = rules.flatMap(({ counts, activation }) =>
    activation !== null && counts.includes("activated") ? [activation] : [],
  );
  return [...new Map(own.map((criteria) => [criteriaKey(criteria), criteria])).values()];
}

/** The members as audiences ask about them; what none asks about is left out. */
export async function readScorers(
  ctx: Ctx,
  userIds: readonly string[],
  audiences: readonly CampaignTerms["audience"][],
): Promise<Scorer[]> {
  const asks = (about: (audience: CampaignTerms["audience"]) => boolean) => audiences.some(about);
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const known = await tx
      .select({ userId: users.id, joinedAt: users.joinedAt, isTeam: users.isTeam })
      .from(users)
      .where(and(eq(users.companyId, companyId), inIds(users.id, userIds)));
    const affiliation = asks(({ roles, commissionPlanIds }) => roles.length + commissionPlanIds.length > 0)
      ? await affiliationsOf(ctx, userIds)
      : new Map<string, Scorer["affiliation"][number][]>();
    const products = asks(({ productIds }) => productIds.length > 0)
      ? await productsOf(ctx, userIds)
      : new Map<string, Scorer["products"][number][]>();
    const converted = asks(({ minReferrals, maxReferrals }) => minReferrals !== null || maxReferrals !== null)
      ? await conversionsOf(ctx, userIds)
      : new Map<string, Date[]>();
    return known.map((member) => ({
      ...member,
      affiliation: affiliation.get(member.userId) ?? [],
      products: products.get(member.userId) ?? [],
      convertedAt: converted.get(member.userId) ?? [],
    }));
  });
}

async function affiliationsOf(ctx: Ctx, userIds: readonly string[]) {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        userId: affiliates.userId,
        since: affiliateTerms.since,
        isActive: affiliateTerms.isActive,
        planId: affiliateTerms.planId,
      })
      .from(affiliates)
      .innerJoin(
        affiliateTerms,
        and(eq(affiliateTerms.companyId, companyId), eq(affiliateTerms.affiliateId, affiliates.id)),
      )
      .where(and(eq(affiliates.companyId, companyId), inIds(affiliates.userId, userIds)))
      .orderBy(asc(affiliateTerms.since)),
  );
  return Map.groupBy(rows, ({ userId }) => userId);
}

const endedStatuses = new Set(["canceled", "expired", "completed"]);

async function productsOf(ctx: Ctx, userIds: readonly string[]) {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        userId: users.id,
        productId: sql<string | null>`coalesce(${memberships.productId}, ${plans.productId})`,
        status: memberships.status,
        from: memberships.whopCreatedAt,
        stateAt: memberships.stateAt,
      })
      .from(users)
      .innerJoin(
        memberships,
        and(eq(memberships.companyId, companyId), eq(memberships.whopUserId, users.whopUserId)),
      )
      .leftJoin(plans, and(eq(plans.companyId, companyId), eq(plans.planId, memberships.planId)))
      .where(and(eq(users.companyId, companyId), inIds(users.id, userIds))),
  );
  const held = rows.flatMap(({ userId, productId, status, from, stateAt }) =>
    productId === null || status === "drafted"
      ? []
      : [{ userId, productId, from, until: endedStatuses.has(status) ? stateAt : null }],
  );
  return Map.groupBy(held, ({ userId }) => userId);
}

async function conversionsOf(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Date[]>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId: referrals.referrerId, at: referrals.convertedAt })
      .from(referrals)
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          inIds(referrals.referrerId, userIds),
          isConfirmed,
          isNotNull(referrals.convertedAt),
        ),
      ),
  );
  return new Map(
    [...Map.groupBy(rows, ({ userId }) => userId)].map(([userId, of]) => [
      userId,
      of.flatMap(({ at }) => (at === null ? [] : [at])),
    ]),
  );
}
