import { and, eq, isNotNull } from "drizzle-orm";
import { referralClaims } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";

/** How many wait for the team. Those about people who have not joined wait for these first. */
export async function countOpenClaims(ctx: Ctx): Promise<number> {
  requireOwner(ctx);
  const { companyId, status, referredId } = referralClaims;
  return transact(ctx, (tx) =>
    tx.$count(referralClaims, and(eq(companyId, ctx.companyId), eq(status, "open"), isNotNull(referredId))),
  );
}
