import { and, eq, gte, inArray, isNotNull, ne, sql } from "drizzle-orm";
import { attributionDecisions, referralCodeOptions, referrals, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isElsewhere } from "./announce.ts";
import type { ReferralRow } from "./referral-row.ts";
import type { ReferralChange } from "./write-referral.ts";

/**
 * Whop's ids of the people who came through the same limited link later, or were refused because it was used
 * up: a use that appears or disappears before theirs may change whether there was room for them.
 */
export async function neighboursOnLimitedLinks(
  ctx: Ctx,
  changes: readonly ReferralChange[],
): Promise<string[]> {
  const moved = changes
    .filter(({ before, after }) => before === null || isElsewhere(before) !== isElsewhere(after))
    .map(({ after }) => after);
  const limited = await limitedAmong(
    ctx,
    moved.flatMap((row) => row.referralCodeId ?? []),
  );
  const found = new Set<string>();
  for (const row of moved) {
    if (row.referralCodeId === null || !limited.has(row.referralCodeId)) continue;
    for (const id of await cameLater(ctx, row, row.referralCodeId)) found.add(id);
    for (const id of await wereRefused(ctx, row, row.referralCodeId)) found.add(id);
  }
  return [...found];
}

async function limitedAmong(ctx: Ctx, codeIds: string[]): Promise<Set<string>> {
  if (codeIds.length === 0) return new Set();
  const options = referralCodeOptions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ codeId: options.codeId })
      .from(options)
      .where(
        and(
          eq(options.companyId, ctx.companyId),
          inArray(options.codeId, codeIds),
          isNotNull(options.maxUses),
        ),
      ),
  );
  return new Set(rows.map((row) => row.codeId));
}

async function cameLater(ctx: Ctx, row: ReferralRow, codeId: string): Promise<string[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ whopUserId: users.whopUserId })
      .from(referrals)
      .innerJoin(users, and(eq(users.companyId, referrals.companyId), eq(users.id, referrals.referredId)))
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          eq(referrals.referralCodeId, codeId),
          gte(referrals.signedUpAt, row.signedUpAt),
          ne(referrals.referredId, row.referredId),
        ),
      ),
  );
  return rows.map(({ whopUserId }) => whopUserId);
}

async function wereRefused(ctx: Ctx, row: ReferralRow, codeId: string): Promise<string[]> {
  const decisions = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ whopUserId: users.whopUserId })
      .from(decisions)
      .innerJoin(users, and(eq(users.companyId, decisions.companyId), eq(users.id, decisions.referredId)))
      .where(
        and(
          eq(decisions.companyId, ctx.companyId),
          sql`${decisions.details} @> ${JSON.stringify({ weighed: [{ codeId, reason: "link_used_up" }] })}::jsonb`,
          ne(decisions.referredId, row.referredId),
        ),
      ),
  );
  return rows.map(({ whopUserId }) => whopUserId);
}
