import { and, eq } from "drizzle-orm";
import type { referralClaims as table } from "#db/schema/index.ts";
import { referralClaims } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import type { Told } from "../core/said.ts";
import { lockMembersById, type Member, toldName } from "../members/index.ts";

export type ClaimRow = typeof table.$inferSelect;

/** Whom a claim is about, as its claimer named them where nobody of that name is known. */
export function namedIn(row: Pick<ClaimRow, "referredUsername">, referred: Member | undefined): Told | null {
  if (referred) return toldName(referred);
  return row.referredUsername === null ? null : `@${row.referredUsername}`;
}

/**
 * Whom a claim is about, as far as its claimer may know: somebody they named by a user name is told by that, because
 * a member's own name is not theirs to learn from a claim before the team says yes.
 */
export function knownToClaimer(
  { referredUsername, status }: Pick<ClaimRow, "referredUsername" | "status">,
  referred: Member | undefined,
): Member | undefined {
  return referredUsername !== null && status !== "approved" ? undefined : referred;
}

/**
 * A claim as it stands once nobody else decides about the person it is about: their credit is settled under the same
 * lock. @throws AppError not_found
 */
export async function lockClaim(ctx: Ctx, id: string): Promise<ClaimRow> {
  const known = await readClaim(ctx, id);
  await lockMembersById(ctx, known.referredId === null ? [known.claimerId] : [known.referredId]);
  return readClaim(ctx, id);
}

async function readClaim(ctx: Ctx, id: string): Promise<ClaimRow> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referralClaims)
      .where(and(eq(referralClaims.companyId, ctx.companyId), eq(referralClaims.id, id))),
  );
  if (!row) throw notFound("claim");
  return row;
}
