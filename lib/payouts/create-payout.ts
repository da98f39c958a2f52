import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { type PayoutStatus, payoutMethods } from "#db/enums.ts";
import { affiliatePayoutItems, affiliatePayouts } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { recordAudit } from "../audit/index.ts";
import { getSettings, settingFor } from "../companies/index.ts";
import { currencyCode } from "../core/amount-schemas.ts";
import type { Ctx } from "../core/context.ts";
import { actorLabel, requireOwner, transact } from "../core/context.ts";
import { AppError, invalidInput } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { type Said, say } from "../core/said.ts";
import { whyCarried } from "./item.ts";
import { type Owed, owedByAffiliate } from "./owed.ts";
import { lockPayoutDesk, type PayoutRow } from "./payout.ts";

export const CreatePayoutInput = z.strictObject({
  method: z.enum(payoutMethods).optional().meta({ description: "The settings' when left out" }),
  cutoffAt: z.iso
    .datetime()
    .optional()
    .meta({ description: "Commissions that were payable at this instant are in it; now when left out" }),
  currency: currencyCode.optional().meta({ description: "All of them when left out" }),
});
export type CreatePayoutInput = z.input<typeof CreatePayoutInput>;

/**
 * Drafts a payout of what is owed. While one is open there is no second: whoever asks gets the open one.
 * @throws AppError conflict when there is nothing to pay
 */
export async function createPayout(ctx: Ctx, input: CreatePayoutInput = {}): Promise<PayoutRow> {
  requireOwner(ctx);
  const given = parseInput(CreatePayoutInput, input);
  const now = ctx.clock.now();
  const cutoffAt = given.cutoffAt === undefined ? now : new Date(given.cutoffAt);
  if (cutoffAt > now) {
    throw invalidInput({ cutoffAt: say("input.notFuture") });
  }
  return transact(ctx, async (_tx, ctx) => {
    await lockPayoutDesk(ctx);
    const open = await findOpenPayout(ctx);
    if (open) return open;
    const owed = await owedByAffiliate(ctx, { cutoffAt, currency: given.currency });
    return draft(ctx, owed, { method: given.method, cutoffAt });
  });
}

/** Of these there is one payout at a time. */
export const openStatuses: PayoutStatus[] = ["draft", "approved", "processing"];

/** The payout that is drafted, approved or being paid at the moment. */
export async function findOpenPayout(ctx: Ctx): Promise<PayoutRow | null> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliatePayouts)
      .where(
        and(eq(affiliatePayouts.companyId, ctx.companyId), inArray(affiliatePayouts.status, openStatuses)),
      ),
  );
  return row ?? null;
}

type Plan = { method: PayoutRow["method"] | undefined; cutoffAt: Date };

async function draft(ctx: Ctx, owed: readonly Owed[], { method, cutoffAt }: Plan): Promise<PayoutRow> {
  const { payouts: settings } = await getSettings(ctx);
  const now = ctx.clock.now();
  const payoutId = newId(now);
  const items = owed.map((one) => {
    const reason = whyCarried(one.amountMinor, settingFor(settings.minimums, one.currency));
    const status = reason === null ? ("included" as const) : ("carried" as const);
    return { ...one, id: newId(now), payoutId, status, reason, createdAt: now, updatedAt: now };
  });
  if (!items.some(({ status }) => status === "included"))
    throw new AppError("conflict", nothingToPay(items.length));
  const payout = await insertPayout(ctx, {
    id: payoutId,
    status: "draft",
    method: method ?? settings.method,
    cutoffAt,
    createdBy: actorLabel(ctx.actor),
    createdAt: now,
    updatedAt: now,
  });
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, affiliatePayoutItems, items));
  await recordAudit(ctx, {
    action: "payout.drafted",
    subjectType: "payout",
    subjectId: payoutId,
    details: { number: payout.number, method: payout.method, totals: decimalsOf(items) },
  });
  return payout;
}

function nothingToPay(carried: number): Said {
  return carried === 0 ? say("payout.nothingOwed") : say("payout.belowMinimum");
}

function decimalsOf(items: readonly (Owed & { status: string })[]): Record<string, string> {
  const totals = new Map<string, bigint>();
  for (const { status, currency, amountMinor } of items)
    if (status === "included") totals.set(currency, (totals.get(currency) ?? 0n) + amountMinor);
  return Object.fromEntries([...totals].map(([code, total]) => [code, toDecimal(total, code)]));
}

/** The caller holds the lock under which numbers are given. */
async function insertPayout(
  ctx: Ctx,
  values: Omit<typeof affiliatePayouts.$inferInsert, "companyId" | "number">,
): Promise<PayoutRow> {
  return transact(ctx, async (tx) => {
    const [last] = await tx
      .select({ number: affiliatePayouts.number })
      .from(affiliatePayouts)
      .where(eq(affiliatePayouts.companyId, ctx.companyId))
      .orderBy(desc(affiliatePayouts.number))
      .limit(1);
    const [row] = await tx
      .insert(affiliatePayouts)
      .values({ ...values, companyId: ctx.companyId, number: (last?.number ?? 0) + 1 })
      .returning();
    if (!row) throw new Error("A payout was inserted and not returned");
    return row;
  });
}
