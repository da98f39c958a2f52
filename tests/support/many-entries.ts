import postgres from "postgres";
import { newId } from "#lib/core/ids.ts";

/** Books as many postings of two lines, far more than it would be worth to earn one by one. */
export async function bookMany(
  superUrl: string,
  { companyId, holderId, postings }: { companyId: string; holderId: string; postings: number },
): Promise<void> {
  const sql = postgres(superUrl, { max: 1, onnotice: () => {} });
  const [cost, owed] = [newId(), newId()];
  await sql`INSERT INTO ledger_accounts (company_id, id, holder_id, kind, unit)
    VALUES (${companyId}, ${cost}, ${holderId}, 'commission_expense', 'USD'),
           (${companyId}, ${owed}, ${holderId}, 'commission_payable', 'USD')
    ON CONFLICT DO NOTHING`;
  await sql`INSERT INTO ledger_entries (company_id, posting_id, line, account_id, unit, amount, source_type, source_id,
                                        fact_id, rule, rule_version, occurred_at)
    SELECT ${companyId}, p.id, l.line, a.id, 'USD', CASE l.line WHEN 0 THEN -n ELSE n END, 'commission', p.id,
           'pay_' || n, 'Partners', 1, now()
    FROM (SELECT n, md5(${holderId}::text || n)::uuid AS id FROM generate_series(1, ${postings}) AS n) p
    CROSS JOIN (VALUES (0, 'commission_expense'), (1, 'commission_payable')) AS l(line, kind)
    JOIN ledger_accounts a ON a.company_id = ${companyId} AND a.holder_id = ${holderId} AND a.kind = l.kind
     AND a.unit = 'USD'`;
  await sql.end();
}
