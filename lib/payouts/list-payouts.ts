import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayouts } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { actorLabel, requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { namesOf } from "./names.ts";
import { getPayoutRow, type PayoutRow } from "./payout.ts";
import { type Total, totalsOf } from "./totals.ts";

export const ListPayoutsInput = z.strictObject({
  /** The id of the last payout of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type ListPayoutsInput = z.input<typeof ListPayoutsInput>;

/** A payout with what it comes to, and its people by name. */
export type Payout = Omit<PayoutRow, "companyId" | "createdBy" | "approvedBy" | "secondApprovedBy"> & {
  createdBy: string;
  approvedBy: string | null;
  secondApprovedBy: string | null;
  /** Whether whoever reads this has approved it, so that a second approval has to come from somebody else. */
  isApprovedByReader: boolean;
  totals: Omit<Total, "payoutId">[];
};

/** The community's payouts, newest first. */
export async function listPayouts(
  ctx: Ctx,
  input: ListPayoutsInput = {},
): Promise<{ payouts: Payout[]; nextCursor: string | null }> {
  requireOwner(ctx);
  const { cursor, limit } = parseInput(ListPayoutsInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliatePayouts)
      .where(
        and(
          eq(affiliatePayouts.companyId, ctx.companyId),
          cursor === undefined ? undefined : lt(affiliatePayouts.id, cursor),
        ),
      )
      .orderBy(desc(affiliatePayouts.id))
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  return {
    payouts: await describe(ctx, page),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

export const GetPayoutInput = z.strictObject({ id: z.uuid() });
export type GetPayoutInput = z.infer<typeof GetPayoutInput>;

/** @throws AppError not_found */
export async function getPayout(ctx: Ctx, input: GetPayoutInput): Promise<Payout> {
  requireOwner(ctx);
  const { id } = parseInput(GetPayoutInput, input);
  const [payout] = await describe(ctx, [await getPayoutRow(ctx, id)]);
  if (!payout) throw new Error("a payout that is there is described");
  return payout;
}

async function describe(ctx: Ctx, rows: readonly PayoutRow[]): Promise<Payout[]> {
  const totals = Map.groupBy(
    await totalsOf(
      ctx,
      rows.map(({ id }) => id),
    ),
    ({ payoutId }) => payoutId,
  );
  const labels = rows.flatMap((row) => [row.createdBy, row.approvedBy, row.secondApprovedBy]);
  const nameOf = await namesOf(
    ctx,
    labels.filter((label) => label !== null),
  );
  return rows.map(({ companyId: _, ...row }) => ({
    ...row,
    createdBy: nameOf(row.createdBy),
    approvedBy: row.approvedBy && nameOf(row.approvedBy),
    secondApprovedBy: row.secondApprovedBy && nameOf(row.secondApprovedBy),
    isApprovedByReader: row.approvedBy === actorLabel(ctx.actor),
    totals: (totals.get(row.id) ?? []).map(({ payoutId: __, ...total }) => total),
  }));
}
