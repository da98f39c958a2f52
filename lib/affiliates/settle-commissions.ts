import { z } from "zod";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { enqueueEach, scheduleEach, unscheduleEach } from "../jobs/index.ts";
import { settleBooks, type Target } from "../ledger/index.ts";
import { lockAffiliates } from "./affiliate.ts";
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
export function settleCommissions(ctx: Ctx, input: SettleCommissionsInput): Promise<number> {
  const { affiliateId } = parseInput(SettleCommissionsInput, input);
  return settleCommissionsOf(ctx, [affiliateId]);
}

/** The same for any number of affiliates as a set, with as many statements as for one. */
export async function settleCommissionsOf(ctx: Ctx, affiliateIds: readonly string[]): Promise<number> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const locked = await lockAffiliates(ctx, affiliateIds);
    const facts = await readFacts(ctx, locked);
    const known = await readCommissionRows(ctx, affiliateIds);
    const settled = locked.map(({ id, userId }): Settled => {
      const input = facts.get(id);
      if (!input) throw new Error("Nothing was read about an affiliate");
      const all = rowsFor(commissionsOf(input), known.get(id) ?? [], id, ctx.clock.now());
      return { affiliateId: id, userId, input, all, changed: new Set(all.filter(hasChanged)) };
    });
    const changed = settled.flatMap((one) => [...one.changed]);
    await writeCommissionRows(
      ctx,
      changed.map(({ after }) => after),
    );
    await settleBooks(ctx, settled.flatMap(targetsOf));
    await followUp(ctx, settled);
    return changed.length;
  });
}

type Settled = {
  affiliateId: string;
  userId: string;
  input: CommissionInput;
  all: readonly CommissionChange[];
  /** Those of all that are other ones now. */
  changed: ReadonlySet<CommissionChange>;
};

function targetsOf({ userId, input: { sales, plans }, all, changed }: Settled): Target[] {
  const paymentIds = new Map(sales.map(({ conversionId, paymentId }) => [conversionId, paymentId]));
  return all
    .filter((change) => changed.has(change) || waitsAgain(change))
    .map((change) => targetOf(change, userId, paymentIds, plans));
}

/** Besides those that changed, those that wait again after they were paid: a payout moves their books. */
function waitsAgain({ after: { status, paidMinor } }: CommissionChange): boolean {
  return paidMinor !== 0n && (status === "held" || status === "pending");
}

/** The next end of a hold is put on the clock, Whop is asked for fees, and recruiters hear of what changed. */
async function followUp(ctx: Ctx, settled: readonly Settled[]): Promise<void> {
  const { companyId } = ctx;
  const job = "settle-commissions";
  const timers = settled.flatMap(({ affiliateId, all }) => {
    const ends = all.flatMap(({ after }) => (after.status === "pending" ? [after.holdUntil.getTime()] : []));
    const dueAt = new Date(Math.min(...ends));
    return ends.length === 0
      ? []
      : [{ job, key: affiliateId, dueAt, payload: { companyId, affiliateId } } as const];
  });
  const isSet = new Set(timers.map(({ key }) => key));
  const unknownFees = settled.flatMap(({ all }) =>
    all.flatMap(({ after, commission }) =>
      after.heldBy === "amount" && commission?.workings.some(isUnknownFee) ? [commission.paymentId] : [],
    ),
  );
  const recruiters = settled.flatMap(({ affiliateId, input, changed }) =>
    changed.size > 0
      ? (input.terms.get(affiliateId) ?? []).flatMap(({ recruitedBy }) => recruitedBy ?? [])
      : [],
  );
  await transact(ctx, async (tx) => {
    const ended = settled.map(({ affiliateId }) => affiliateId).filter((id) => !isSet.has(id));
    await unscheduleEach(ctx, tx, job, ended);
    await scheduleEach(ctx, tx, timers);
    await enqueueEach(
      ctx,
      tx,
      "read-payment-fees",
      [...new Set(unknownFees)].map((paymentId) => ({ companyId, paymentId })),
    );
    await enqueueEach(
      ctx,
      tx,
      job,
      [...new Set(recruiters)].map((id) => ({ companyId, affiliateId: id })),
    );
  });
}

function isUnknownFee(line: WorkingLine): boolean {
  return line.code === "whop_affiliate" && line.fee === null;
}

/** By the affiliate: their own sales and those of whom they recruited. */
async function readFacts(
  ctx: Ctx,
  locked: readonly { id: string }[],
): Promise<ReadonlyMap<string, CommissionInput>> {
  const { holdDays, timeZone } = await getSettings(ctx);
  const ids = locked.map(({ id }) => id);
  const around = await affiliatesAround(ctx, ids);
  const { terms, plans } = await readTerms(
    ctx,
    around.map(({ id }) => id),
  );
  // Whoever applied and was never taken on has no terms, and earns nothing.
  const isTaken = ids.some((id) => terms.has(id));
  const read = isTaken ? await readSales(ctx, new Map(around.map(({ id, userId }) => [userId, id]))) : [];
  const salesOf = Map.groupBy(read, ({ affiliateId }) => affiliateId);
  const recruitsOf = Map.groupBy(around, ({ recruitedBy }) => recruitedBy);
  return new Map(
    ids.map((affiliateId) => {
      const own = [affiliateId, ...(recruitsOf.get(affiliateId) ?? []).map(({ id }) => id)];
      const sales = terms.has(affiliateId) ? [...new Set(own)].flatMap((id) => salesOf.get(id) ?? []) : [];
      return [affiliateId, { affiliateId, sales, terms, plans, holdDays, timeZone }];
    }),
  );
}
