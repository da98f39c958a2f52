import { and, eq } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import type { Attribution } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { DerivedColumns, ReferralRow } from "./referral-row.ts";
import { derivedColumns, differsFrom, isLive } from "./referral-row.ts";

export type ReferralChange = { before: ReferralRow | null; after: ReferralRow };

/**
 * Makes the rows of a referred member say what was decided: one live row at most, for the link that has the
 * credit. A row is kept per link, so that a credit which comes back revives the row it left.
 */
export async function writeReferral(
  ctx: Ctx,
  attribution: Attribution,
): Promise<{ rows: ReferralRow[]; changes: ReferralChange[] }> {
  const { member, decision } = attribution;
  const { credit } = decision;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.referredId, member.id))),
  );
  const target = credit ? (rows.find((row) => row.referralCodeId === credit.codeId) ?? null) : null;
  const changes: ReferralChange[] = [];
  // First the others step aside: the index allows one live row.
  for (const row of rows) {
    if (row === target || !isLive(row)) continue;
    changes.push(await stepAside(ctx, row, credit ? "superseded" : "no_longer_credited"));
  }
  if (!credit) return { rows, changes };
  const wanted = derivedColumns(credit, attribution, target);
  if (!target) changes.push({ before: null, after: await insert(ctx, wanted) });
  else if (differsFrom(target, wanted))
    changes.push({ before: target, after: await update(ctx, target, wanted) });
  const changed = new Map(changes.map(({ after }) => [after.id, after]));
  return { rows: [...rows.filter((row) => !changed.has(row.id)), ...changed.values()], changes };
}

async function stepAside(ctx: Ctx, row: ReferralRow, cancelReason: string): Promise<ReferralChange> {
  const after = await update(ctx, row, {
    status: "cancelled",
    cancelReason,
    cancelledAt: ctx.clock.now(),
    // What converted now counts elsewhere.
    convertedAt: null,
    qualifyingPaymentId: null,
    holdReason: null,
  });
  return { before: row, after };
}

async function insert(ctx: Ctx, wanted: DerivedColumns): Promise<ReferralRow> {
  const now = ctx.clock.now();
  const [row] = await transact(ctx, (tx) =>
    tx
      .insert(referrals)
      .values({ companyId: ctx.companyId, id: newId(now), createdAt: now, updatedAt: now, ...wanted })
      .returning(),
  );
  if (!row) throw new Error("An insert of a referral returned no row");
  return row;
}

async function update(ctx: Ctx, { id }: ReferralRow, set: Partial<DerivedColumns>): Promise<ReferralRow> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .update(referrals)
      .set({ ...set, updatedAt: ctx.clock.now() })
      .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, id)))
      .returning(),
  );
  if (!row) throw new Error("A referral's row vanished inside a transaction");
  return row;
}
