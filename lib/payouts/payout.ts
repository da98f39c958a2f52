import { and, eq } from "drizzle-orm";
import { affiliatePayouts, companies } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { actorLabel, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { say } from "../core/said.ts";

/** Of a payout itself; what it pays is in its items. */
export type PayoutRow = typeof affiliatePayouts.$inferSelect;

type Change = Partial<
  Omit<typeof affiliatePayouts.$inferInsert, "companyId" | "id" | "number" | "createdBy">
>;

function theOne(ctx: Ctx, id: string) {
  return and(eq(affiliatePayouts.companyId, ctx.companyId), eq(affiliatePayouts.id, id));
}

/** @throws AppError not_found */
export async function getPayoutRow(ctx: Ctx, id: string): Promise<PayoutRow> {
  const [row] = await transact(ctx, (tx) => tx.select().from(affiliatePayouts).where(theOne(ctx, id)));
  if (!row) throw notFound("payout");
  return row;
}

/** The payout, with nobody else at it until the transaction ends. @throws AppError not_found */
export async function lockPayout(ctx: Ctx, id: string): Promise<PayoutRow> {
  const [row] = await transact(ctx, (tx) =>
    tx.select().from(affiliatePayouts).where(theOne(ctx, id)).for("no key update"),
  );
  if (!row) throw notFound("payout");
  return row;
}

/** Whoever opens a payout, new or again, holds this lock: a community has one open at a time. */
export async function lockPayoutDesk(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .select({ companyId: companies.companyId })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId))
      .for("no key update"),
  );
}

export async function changePayout(ctx: Ctx, id: string, change: Change): Promise<PayoutRow> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .update(affiliatePayouts)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(theOne(ctx, id))
      .returning(),
  );
  if (!row) throw notFound("payout");
  return row;
}

/** The person who agrees to a payout. @throws AppError forbidden for whoever is no person of the team */
export function approverOf({ actor }: Ctx): string {
  if (actor.kind === "owner") return actorLabel(actor);
  throw new AppError("forbidden", say("access.personApproves"));
}
