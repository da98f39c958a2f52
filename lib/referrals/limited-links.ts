import { and, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { referralCodeOptions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isElsewhere } from "./referral-row.ts";
import type { ReferralChange } from "./write-referrals.ts";

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
  const uses = moved.flatMap(({ referralCodeId, signedUpAt, referredId }) =>
    referralCodeId !== null && limited.has(referralCodeId)
      ? [{ codeId: referralCodeId, signedUpAt, referredId }]
      : [],
  );
  if (uses.length === 0) return [];
  return [...new Set([...(await cameLater(ctx, uses)), ...(await wereRefused(ctx, uses))])];
}

type UseOfLink = { codeId: string; signedUpAt: Date; referredId: string };

async function limitedAmong(ctx: Ctx, codeIds: string[]): Promise<Set<string>> {
  if (codeIds.length === 0) return new Set();
  const options = referralCodeOptions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ codeId: options.codeId })
      .from(options)
      .where(
        and(eq(options.companyId, ctx.companyId), inIds(options.codeId, codeIds), isNotNull(options.maxUses)),
      ),
  );
  return new Set(rows.map((row) => row.codeId));
}

const People = z.array(z.object({ whop_user_id: z.string() }));

async function cameLater(ctx: Ctx, uses: readonly UseOfLink[]): Promise<string[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT DISTINCT u.whop_user_id
      FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
        AS q("codeId" uuid, "signedUpAt" timestamptz, "referredId" uuid)
      JOIN referrals r ON r.company_id = ${ctx.companyId} AND r.referral_code_id = q."codeId"
        AND r.signed_up_at >= q."signedUpAt" AND r.referred_id <> q."referredId"
      JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id`),
  );
  return People.parse([...rows]).map((row) => row.whop_user_id);
}

async function wereRefused(ctx: Ctx, uses: readonly UseOfLink[]): Promise<string[]> {
  const asked = uses.map(({ codeId, referredId }) => ({
    referred_id: referredId,
    weighing: { weighed: [{ codeId, reason: "link_used_up" }] },
  }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT DISTINCT u.whop_user_id
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS q(referred_id uuid, weighing jsonb)
      JOIN attribution_decisions d ON d.company_id = ${ctx.companyId} AND d.details @> q.weighing
        AND d.referred_id <> q.referred_id
      JOIN users u ON u.company_id = d.company_id AND u.id = d.referred_id`),
  );
  return People.parse([...rows]).map((row) => row.whop_user_id);
}
