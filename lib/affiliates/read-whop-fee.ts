import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { payments, referralConversions, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { readAmount } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { sentenceOf } from "../core/said.ts";
import { settleAffiliatesAmong } from "./settle-affiliates-among.ts";

export const ReadWhopFeeInput = z.strictObject({ paymentId: z.string().min(1).max(100) });
export type ReadWhopFeeInput = z.infer<typeof ReadWhopFeeInput>;

/** The fees of a payment that Whop's own affiliate program takes. */
const affiliateFees = new Set(["affiliate_fee", "marketplace_affiliate_fee"]);

/**
 * Asks Whop what its own affiliate program took of a payment, and has the commissions settled that wait for it.
 * Runs outside of transactions. A fee that cannot be read is an error, so that the job tells and tries again.
 */
export async function readWhopFee(ctx: Ctx, input: ReadWhopFeeInput): Promise<void> {
  requireOwner(ctx);
  const { paymentId } = parseInput(ReadWhopFeeInput, input);
  const here = and(eq(payments.companyId, ctx.companyId), eq(payments.paymentId, paymentId));
  const [payment] = await transact(ctx, (tx) =>
    tx.select({ currency: payments.currency, known: payments.whopAffiliateMinor }).from(payments).where(here),
  );
  if (!payment || payment.known !== null) return;
  const fee = await askWhop(ctx, paymentId, payment.currency);
  await transact(ctx, async (tx, ctx) => {
    const told = await tx
      .update(payments)
      .set({ whopAffiliateMinor: fee, updatedAt: ctx.clock.now() })
      .where(and(here, isNull(payments.whopAffiliateMinor)))
      .returning({ paymentId: payments.paymentId });
    if (told.length === 0) return;
    await tx
      .update(referralConversions)
      .set({ whopAffiliateMinor: fee, updatedAt: ctx.clock.now() })
      .where(
        and(eq(referralConversions.companyId, ctx.companyId), eq(referralConversions.sourceId, paymentId)),
      );
    const referrers = await tx
      .select({ userId: referrals.referrerId })
      .from(referralConversions)
      .innerJoin(
        referrals,
        and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, referralConversions.referralId)),
      )
      .where(
        and(eq(referralConversions.companyId, ctx.companyId), eq(referralConversions.sourceId, paymentId)),
      );
    await settleAffiliatesAmong(
      ctx,
      referrers.map(({ userId }) => userId),
    );
  });
}

async function askWhop(ctx: Ctx, paymentId: string, currency: string): Promise<bigint> {
  let sum = 0n;
  for await (const fee of ctx.whop.listPaymentFees(paymentId)) {
    if (!affiliateFees.has(fee.type)) continue;
    const reading = readAmount(Math.abs(fee.amount), fee.currency);
    if (!reading.ok)
      throw new Error(`Whop's affiliate fee of ${paymentId} cannot be read: ${sentenceOf(reading.problem)}`);
    if (reading.money.currency !== currency)
      throw new Error(
        `Whop's affiliate fee of ${paymentId} is in ${reading.money.currency}, not ${currency}`,
      );
    sum += reading.money.minor;
  }
  return sum;
}
