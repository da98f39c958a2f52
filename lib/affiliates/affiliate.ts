import { and, desc, eq, ne } from "drizzle-orm";
import type { AffiliateStatus } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { affiliates, affiliateTerms } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { readTold, say, type Told } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { lockKnown } from "../members/index.ts";
import { findDefaultPlan, getPlan } from "./plan.ts";

export type Affiliate = {
  id: string;
  userId: string;
  status: AffiliateStatus;
  application: string | null;
  planId: string | null;
  /** The affiliate who brought this one in. */
  recruitedBy: string | null;
  appliedAt: Date;
  decidedAt: Date | null;
  /** What the team, or we, wrote about it. */
  decisionNote: Told | null;
};

type Row = typeof affiliates.$inferSelect;

export function affiliateFromRow(row: Row): Affiliate {
  const { companyId: _, createdAt: __, updatedAt: ___, ...affiliate } = row;
  // Whoever is only paid rewards is no more an affiliate than somebody who was declined.
  const status = row.status === "payee" ? "declined" : row.status;
  return { ...affiliate, status, decisionNote: row.decisionNote && readTold(row.decisionNote) };
}

/** Of rows: not one by which a member is only paid rewards. */
export const isAffiliate = ne(affiliates.status, "payee");

export async function findAffiliateOf(ctx: Ctx, userId: string, lock = false): Promise<Affiliate | null> {
  const [row] = await transact(ctx, (tx) => {
    const found = tx
      .select()
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.userId, userId), isAffiliate));
    return lock ? found.for("update") : found;
  });
  return row ? affiliateFromRow(row) : null;
}

/** Those of the members who are affiliates, or have asked to be. */
export async function findAffiliatesOf(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<Map<string, Affiliate>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), inIds(affiliates.userId, userIds), isAffiliate)),
  );
  return new Map(rows.map((row) => [row.userId, affiliateFromRow(row)]));
}

type Beginning = Omit<typeof affiliates.$inferInsert, "companyId" | "id" | "createdAt" | "updatedAt">;

/** Makes a member an affiliate, or one who asks to be; null when they are either already. */
export async function beginAffiliate(ctx: Ctx, values: Beginning): Promise<Affiliate | null> {
  const now = ctx.clock.now();
  const [made] = await transact(ctx, (tx) =>
    tx
      .insert(affiliates)
      .values({ ...values, companyId: ctx.companyId, id: newId(now), createdAt: now, updatedAt: now })
      // Whoever was paid rewards before has a record by which that is done.
      .onConflictDoUpdate({
        target: [affiliates.companyId, affiliates.userId],
        set: { ...values, updatedAt: now },
        setWhere: eq(affiliates.status, "payee"),
      })
      .returning(),
  );
  return made ? affiliateFromRow(made) : null;
}

/** @throws AppError not_found */
export async function lockAffiliate(ctx: Ctx, affiliateId: string): Promise<Affiliate> {
  const [affiliate] = await lockAffiliates(ctx, [affiliateId]);
  if (!affiliate) throw notFound("affiliate");
  return affiliate;
}

/**
 * The same, to take them on: nobody can be paid who was erased. Members are locked before what hangs on them.
 * @throws AppError not_found, conflict
 */
export async function lockToTakeOn(ctx: Ctx, affiliateId: string): Promise<Affiliate> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ userId: affiliates.userId })
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.id, affiliateId))),
  );
  if (!row) throw notFound("affiliate");
  await lockKnown(ctx, row.userId);
  return lockAffiliate(ctx, affiliateId);
}

/** In one order, so that two who take the same ones wait for each other. @throws AppError not_found */
export async function lockAffiliates(ctx: Ctx, affiliateIds: readonly string[]): Promise<Affiliate[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), inIds(affiliates.id, affiliateIds)))
      .orderBy(affiliates.id)
      .for("update"),
  );
  if (rows.length < new Set(affiliateIds).size) throw notFound("affiliate");
  return rows.map(affiliateFromRow);
}

export type Change = Partial<
  Pick<Row, "status" | "planId" | "application" | "appliedAt" | "decidedAt" | "decisionNote" | "recruitedBy">
>;

export async function changeAffiliate(ctx: Ctx, id: string, change: Change): Promise<Affiliate> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .update(affiliates)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.id, id)))
      .returning(),
  );
  if (!row) throw notFound("affiliate");
  return affiliateFromRow(row);
}

/** What holds for an affiliate from now on; what they have sold under earlier terms keeps those. */
export async function beginTerms(ctx: Ctx, affiliate: Affiliate, planId: string): Promise<void> {
  const { id: affiliateId, recruitedBy, status } = affiliate;
  const now = ctx.clock.now();
  await transact(ctx, async (tx) => {
    const [last] = await tx
      .select({ since: affiliateTerms.since })
      .from(affiliateTerms)
      .where(and(eq(affiliateTerms.companyId, ctx.companyId), eq(affiliateTerms.affiliateId, affiliateId)))
      .orderBy(desc(affiliateTerms.since))
      .limit(1);
    // Two changes within a millisecond, or under a clock that was set back, still come one after the other.
    const since = last && last.since >= now ? new Date(last.since.getTime() + 1) : now;
    const createdBy = ctx.actor.kind === "system" ? ctx.actor.name : ctx.actor.userId;
    await tx.insert(affiliateTerms).values({
      companyId: ctx.companyId,
      affiliateId,
      since,
      isActive: status === "active",
      planId,
      recruitedBy,
      createdBy,
      createdAt: now,
    });
    await enqueue(ctx, tx, "settle-commissions", { companyId: ctx.companyId, affiliateId });
  });
}

/** The plan somebody is put on. @throws AppError conflict when it is archived, or none is named and there is no default */
export async function planFor(ctx: Ctx, planId: string | undefined): Promise<string> {
  const plan = planId === undefined ? await findDefaultPlan(ctx) : await getPlan(ctx, planId);
  if (!plan) throw new AppError("conflict", say("affiliate.noPlan"));
  if (plan.archivedAt) throw new AppError("conflict", say("affiliate.planArchived", { name: plan.name }));
  return plan.id;
}

export async function recordAffiliateAudit(
  ctx: Ctx,
  action: string,
  affiliate: Affiliate,
  details: Record<string, unknown> = {},
): Promise<void> {
  await recordAudit(ctx, {
    action: `affiliate.${action}`,
    subjectType: "affiliate",
    subjectId: affiliate.id,
    details: { userId: affiliate.userId, ...details },
  });
}
