import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { mailboxOf } from "./screen-reads.ts";
import { lockScreening } from "./screening-lock.ts";

const Ids = z.array(z.object({ id: z.string() }));

/**
 * Whop's ids of people whose screening reads the e-mail addresses of these: their own referral's, and those of the
 * same referrer, or that they brought themselves, which share a mailbox with them or were found to.
 *
 * Call it in the transaction that wrote the addresses, when everything else is written: whoever is being screened
 * without them is waited for, and found.
 */
export async function findReadersOfAddresses(ctx: Ctx, whopUserIds: readonly string[]): Promise<string[]> {
  if (whopUserIds.length === 0) return [];
  await lockScreening(ctx);
  const company = ctx.companyId;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH m AS MATERIALIZED (
        SELECT u.id, ${mailboxOf("u")} AS mailbox
          FROM jsonb_array_elements_text(${JSON.stringify(whopUserIds)}::jsonb) AS q(id)
          JOIN users u ON u.company_id = ${company} AND u.whop_user_id = q.id),
      beside AS (
        SELECT r.id, r.referred_id, m.mailbox FROM m
          JOIN referrals r ON r.company_id = ${company} AND r.referrer_id = m.id
        UNION ALL
        SELECT r.id, r.referred_id, m.mailbox FROM m
          JOIN referrals o ON o.company_id = ${company} AND o.referred_id = m.id
          JOIN referrals r ON r.company_id = ${company} AND r.referrer_id = o.referrer_id
           AND r.referred_id <> m.id)
      SELECT u.whop_user_id AS id FROM m
        JOIN referrals r ON r.company_id = ${company} AND r.referred_id = m.id
        JOIN users u ON u.company_id = ${company} AND u.id = m.id
      UNION
      SELECT u.whop_user_id FROM beside b
        JOIN users u ON u.company_id = ${company} AND u.id = b.referred_id
       WHERE ${mailboxOf("u")} = b.mailbox
          OR EXISTS (SELECT FROM fraud_checks c WHERE c.company_id = ${company} AND c.referral_id = b.id
                        AND c.check_type = 'email_duplicate' AND c.flagged)`),
  );
  return Ids.parse([...rows]).map(({ id }) => id);
}
