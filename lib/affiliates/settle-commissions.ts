import { z } from "zod";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { enqueueEach, schedule, unschedule } from "../jobs/index.ts";
import { settleBooks } from "../ledger/index.ts";
import { lockAffiliate } from "./affiliate.ts";
import type { CommissionInput } from "./commission.ts";
import {
  type CommissionChange,
  hasChanged,
  readCommissionRows,
  rowsFor,
  writeCommissionRows,
} from "./commission-rows.ts";
import { commissionsOf } from "./commissions-of.ts";
import { readSales } from "./read-sales.ts";
import { affiliatesAround, readTerms } from "./read-terms.ts";
import { targetOf } from "./targets.ts";
import type { WorkingLine } from "./workings.ts";

export const SettleCommissionsInput = z.strictObject({ affiliateId: z.uuid() });
export type SettleCommissionsInput = z.infer<typeof SettleCommissionsInput>;

/**
 * Brings an affiliate's commissions and their books in line with the facts, the terms and the clock. Takes the
 * affiliate's row; run it as often as you like. Returns how many commissions changed.
 * @throws AppError not_found
 */
export async function settleCommissions(ctx: Ctx, input: SettleCommissionsInput): Promise<number> {
  requireOwner(ctx);
  const { affiliateId } = parseInput(SettleCommissionsInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const { userId } = await lockAffiliate(ctx, affiliateId);
    const facts = await readFacts(ctx, affiliateId);
    const known = await readCommissionRows(ctx, affiliateId);
    const all = rowsFor(commissionsOf(facts), known, affiliateId, ctx.clock.now());
    const changed = all.filter(hasChanged);
    await writeCommissionRows(
      ctx,
      changed.map(({ after }) => after),
    );
    const paymentIds = new Map(facts.sales.map(({ conversionId, paymentId }) => [conversionId, paymentId]));
    await settleBooks(
      ctx,
      all.filter(mayMove).map((change) => targetOf(change, userId, paymentIds, facts.plans)),
    );
    await followUp(ctx, affiliateId, facts, all);
    return changed.length;
  });
}

/** Besides those that changed, those that wait again after they were paid: a payout moves their books. */
function mayMove(change: CommissionChange): boolean {
  const { status, paidMinor } = change.after;
  return hasChanged(change) || (paidMinor !== 0n && (status === "held" || status === "pending"));
}

/** The next end of a hold is put on the clock, Whop is asked for fees, and recruiters hear of what changed. */
async function followUp(
  ctx: Ctx,
  affiliateId: string,
  { terms }: CommissionInput,
  all: readonly CommissionChange[],
): Promise<void> {
  const { companyId } = ctx;
  const ends = all.flatMap(({ after }) => (after.status === "pending" ? [after.holdUntil.getTime()] : []));
  const timer = { job: "settle-commissions", key: affiliateId } as const;
  const unknownFees = all.flatMap(({ after, commission }) =>
    after.heldBy === "amount" && commission?.workings.some(isUnknownFee) ? [commission.paymentId] : [],
  );
  const periods = all.some(hasChanged) ? (terms.get(affiliateId) ?? []) : [];
  const recruiters = new Set(periods.flatMap(({ recruitedBy }) => recruitedBy ?? []));
  await transact(ctx, async (tx) => {
    if (ends.length === 0) await unschedule(ctx, tx, timer);
    else {
      const dueAt = new Date(Math.min(...ends));
      await schedule(ctx, tx, { ...timer, dueAt, payload: { companyId, affiliateId } });
    }
    await enqueueEach(
      ctx,
      tx,
      "read-payment-fees",
      [...new Set(unknownFees)].map((paymentId) => ({ companyId, paymentId })),
    );
    await enqueueEach(
      ctx,
      tx,
      "settle-commissions",
      [...recruiters].map((id) => ({ companyId, affiliateId: id })),
    );
  });
}

function isUnknownFee(line: WorkingLine): boolean {
  return line.code === "whop_affiliate" && line.fee === null;
}

async function readFacts(ctx: Ctx, affiliateId: string): Promise<CommissionInput> {
  const { holdDays, timeZone } = await getSettings(ctx);
  const around = await affiliatesAround(ctx, affiliateId);
  const { terms, plans } = await readTerms(ctx, [...around.values()]);
  // Whoever applied and was never taken on has no terms, and earns nothing.
  const sales = terms.has(affiliateId) ? await readSales(ctx, around) : [];
  return { affiliateId, sales, terms, plans, holdDays, timeZone };
}
