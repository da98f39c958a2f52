import { and, eq, inArray, sql } from "drizzle-orm";
import type { PayoutItemStatus } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Told } from "../core/said.ts";
import { type Attempt, type AttemptOutcome, shortened } from "../whop/attempts.ts";
import type { PayoutItem } from "./item.ts";

export type AttemptRecord = { outcome: AttemptOutcome; status?: number | null; message?: Told };

/**
 * Adds to the log of attempts. With `n` that attempt must still be the current one and undecided: a worker that
 * was given up for dead and comes back late writes nothing. False then.
 */
export async function recordAttempt(
  ctx: Ctx,
  item: Pick<PayoutItem, "id">,
  record: AttemptRecord,
  n?: number,
): Promise<boolean> {
  return (await recordAttempts(ctx, [item], record, n)) > 0;
}

/** The same of any number of items, each under the number of its own attempt. Returns to how many it was added. */
export async function recordAttempts(
  ctx: Ctx,
  items: readonly Pick<PayoutItem, "id">[],
  { outcome, status = null, message = "" }: AttemptRecord,
  n?: number,
): Promise<number> {
  const { companyId, id, attempts, attemptCount, status: state } = affiliatePayoutItems;
  const at = ctx.clock.now();
  const entry: Omit<Attempt, "n"> = { at, outcome, status, message: shortened(message) };
  const numbered = sql`jsonb_build_object('n', ${attemptCount}) || ${JSON.stringify(entry)}::jsonb`;
  const undecided: PayoutItemStatus[] = ["calling", "unknown"];
  const isCurrent = n === undefined ? [] : [eq(attemptCount, n), inArray(state, undecided)];
  const ids = items.map((item) => item.id);
  const rows = await transact(ctx, (tx) =>
    tx
      .update(affiliatePayoutItems)
      .set({ attempts: sql`${attempts} || jsonb_build_array(${numbered})`, updatedAt: at })
      .where(and(eq(companyId, ctx.companyId), inIds(id, ids), ...isCurrent))
      .returning({ id }),
  );
  return rows.length;
}
