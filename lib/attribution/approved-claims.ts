import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { referralClaims } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ApprovedClaim, Purchase } from "./types.ts";
import { isApart } from "./weigh.ts";

/** By whom they are about; of each there is one at most. */
export async function readApprovedClaims(
  ctx: Ctx,
  referredIds: readonly string[],
): Promise<Map<string, ApprovedClaim>> {
  const { id, claimerId, referredId, filedAt, companyId, status } = referralClaims;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id, claimerId, referredId, filedAt })
      .from(referralClaims)
      .where(and(eq(companyId, ctx.companyId), inIds(referredId, referredIds), eq(status, "approved"))),
  );
  return new Map(rows.flatMap(({ referredId, ...claim }) => (referredId ? [[referredId, claim]] : [])));
}

/** The purchase a claim speaks of: the first within reach of it, else the first of all, at which it is refused. */
export function claimedPurchase(
  claim: ApprovedClaim,
  purchases: readonly Purchase[],
  windowDaysAt: (at: Date) => number,
): Purchase | undefined {
  const isNear = ({ startedAt }: Purchase) => !isApart(claim.filedAt, startedAt, windowDaysAt(startedAt));
  return purchases.find(isNear) ?? purchases[0];
}
