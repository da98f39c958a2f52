import { sql } from "drizzle-orm";
import { textArray } from "#db/in-ids.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { erasedName, type Member } from "../members/index.ts";

/**
 * What was claimed by a member, and of them, stays as a decision only: nobody's words, and no name by which they are
 * known. What waits for the team ends, and others' words do without the name.
 */
export async function forgetClaims(
  ctx: Ctx,
  member: Member,
  words: { exact: readonly string[]; names: readonly string[] },
): Promise<void> {
  const { companyId } = ctx;
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  const [exact, names] = [textArray(words.exact), textArray(words.names)];
  await transact(ctx, async (tx) => {
    await tx.execute(sql`
      DELETE FROM notifications n USING referral_claims c
       WHERE n.company_id = ${companyId} AND c.company_id = ${companyId} AND n.kind = 'claim_decided'
         AND split_part(n.subject, ':', 2) = c.id::text
         AND (c.referred_id = ${member.id}::uuid OR lower(c.referred_username) = lower(${member.username}))`);
    await tx.execute(sql`
      UPDATE referral_claims
         SET words = NULL, decision_reason = NULL, referred_username = NULL, updated_at = ${now},
             status = CASE WHEN status = 'open' THEN 'withdrawn' ELSE status END,
             decided_at = coalesce(decided_at, ${now})
       WHERE company_id = ${companyId}
         AND (${member.id}::uuid IN (claimer_id, referred_id) OR lower(referred_username) = lower(${member.username}))`);
    await tx.execute(sql`
      UPDATE referral_claims c SET words = w.words, decision_reason = w.decision_reason, updated_at = ${now}
        FROM (SELECT id, without_words(words, ${exact}, ${names}, ${erasedName}) AS words,
                     without_words(decision_reason, ${exact}, ${names}, ${erasedName}) AS decision_reason
                FROM referral_claims WHERE company_id = ${companyId}) w
       WHERE c.company_id = ${companyId} AND c.id = w.id
         AND (c.words, c.decision_reason) IS DISTINCT FROM (w.words, w.decision_reason)`);
  });
}
