import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import {
  affiliateCommissions,
  affiliatePayoutItems,
  affiliatePayouts,
  affiliates,
  commissionPlans,
} from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Cause } from "../ledger/index.ts";

/** What an entry of the books was posted for, as people know it. */
export type EntrySource =
  | { kind: "commission"; id: string; affiliateId: string; level: number; planName: string }
  | { kind: "payout"; id: string; payoutId: string; number: number };

/** The sources of entries by their ids; a member is told their own only. What is neither is left out. */
export async function describeSources(
  ctx: Ctx,
  sources: readonly Cause["source"][],
): Promise<Map<string, EntrySource>> {
  const idsOf = (type: Cause["source"]["type"]) => [
    ...new Set(sources.filter((source) => source.type === type).map(({ id }) => id)),
  ];
  return transact(ctx, async (_tx, ctx) => {
    const found = [
      ...(await readCommissions(ctx, idsOf("commission"))),
      ...(await readItems(ctx, idsOf("payout_item"))),
    ];
    return new Map(found.map((source) => [source.id, source]));
  });
}

const own = ({ actor }: Ctx) => (actor.kind === "member" ? eq(affiliates.userId, actor.userId) : undefined);

async function readCommissions(ctx: Ctx, ids: readonly string[]): Promise<EntrySource[]> {
  if (ids.length === 0) return [];
  const of = affiliateCommissions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: of.id, affiliateId: of.affiliateId, level: of.level, planName: commissionPlans.name })
      .from(of)
      .innerJoin(affiliates, and(eq(affiliates.companyId, of.companyId), eq(affiliates.id, of.affiliateId)))
      .innerJoin(
        commissionPlans,
        and(eq(commissionPlans.companyId, of.companyId), eq(commissionPlans.id, of.planId)),
      )
      .where(and(eq(of.companyId, ctx.companyId), inIds(of.id, ids), own(ctx))),
  );
  return rows.map((row) => ({ kind: "commission", ...row }));
}

async function readItems(ctx: Ctx, ids: readonly string[]): Promise<EntrySource[]> {
  if (ids.length === 0) return [];
  const of = affiliatePayoutItems;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: of.id, payoutId: of.payoutId, number: affiliatePayouts.number })
      .from(of)
      .innerJoin(affiliates, and(eq(affiliates.companyId, of.companyId), eq(affiliates.id, of.affiliateId)))
      .innerJoin(
        affiliatePayouts,
        and(eq(affiliatePayouts.companyId, of.companyId), eq(affiliatePayouts.id, of.payoutId)),
      )
      .where(and(eq(of.companyId, ctx.companyId), inIds(of.id, ids), own(ctx))),
  );
  return rows.map((row) => ({ kind: "payout", ...row }));
}
