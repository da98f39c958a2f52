import { randomBytes } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import { newId } from "#lib/core/ids.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";
import { referenceOf } from "#lib/links/index.ts";
import { type Buyer, newBuyer, whopId } from "./webhook-data.ts";

/** Purchases of a community before the bench, none of them referred: a database that has lived knows its size. */
const PAST = 2_000;

export type Referrer = { companyId: string; userId: string; codeId: string };

/** A community whose past is known, with members who each have a link, and a reward at `threshold`. */
export async function loadCommunity(admin: Sql, referrers: number, threshold: number): Promise<Referrer[]> {
  const companyId = `biz_${randomBytes(8).toString("hex")}`;
  const members = Array.from({ length: referrers }, () => ({ companyId, userId: newId(), codeId: newId() }));
  const userIds = members.map(({ userId }) => userId);
  const whopIds = members.map(() => whopId("user"));
  const codeIds = members.map(({ codeId }) => codeId);
  const codes = members.map(() => randomBytes(6).toString("hex"));
  await admin.begin(async (tx) => {
    await tx`INSERT INTO companies (company_id, title, route, backfilled_at) VALUES (${companyId}, 'Bench', 'bench', now())`;
    await tx`INSERT INTO attribution_rules (company_id, version, touch, window_days, credit_existing_customers,
                                            count_trials, count_free, created_by)
             VALUES (${companyId}, 1, 'last', 30, false, false, false, 'bench')`;
    await tx`INSERT INTO products (company_id, product_id, title, refreshed_at)
             VALUES (${companyId}, 'prod_bench', 'Membership', now())`;
    await tx`INSERT INTO plans (company_id, plan_id, product_id, title, plan_type, initial_price_minor,
                                renewal_price_minor, currency, refreshed_at)
             VALUES (${companyId}, 'plan_bench', 'prod_bench', 'Monthly', 'renewal', 2900, 2900, 'USD', now())`;
    await tx`INSERT INTO users (company_id, id, whop_user_id, name, email)
             SELECT ${companyId}, id, whop_id, 'Member', whop_id || '@inbox.test'
             FROM unnest(${userIds}::uuid[], ${whopIds}::text[]) AS u(id, whop_id)`;
    await tx`INSERT INTO referral_codes (company_id, id, user_id, code, created_at)
             SELECT ${companyId}, id, user_id, code, now() - interval '1 day'
             FROM unnest(${codeIds}::uuid[], ${userIds}::uuid[], ${codes}::text[]) AS c(id, user_id, code)`;
    await tx`INSERT INTO rewards (company_id, id, name, threshold, reward_type, reward_data)
             VALUES (${companyId}, ${newId()}, 'A week on us', ${threshold}, 'free_days', '{"days":7}')`;
    await loadPast(tx, companyId);
  });
  return members;
}

async function loadPast(tx: TransactionSql, companyId: string): Promise<void> {
  await tx`INSERT INTO users (company_id, id, whop_user_id, name, email, joined_at)
           SELECT ${companyId}, uuidv7(), 'user_past' || n, 'Past', 'past' || n || '@inbox.test', now() - interval '40 days'
           FROM generate_series(1, ${PAST}::int) AS n`;
  await tx`INSERT INTO memberships (company_id, membership_id, whop_user_id, status, plan_id, product_id, metadata,
                                    cancel_at_period_end, whop_created_at, state_at, state_rank)
           SELECT ${companyId}, 'mem_past' || n, 'user_past' || n, 'active', 'plan_bench', 'prod_bench', '{}', false,
                  now() - interval '40 days', now() - interval '40 days', 20
           FROM generate_series(1, ${PAST}::int) AS n`;
  await tx`INSERT INTO payments (company_id, payment_id, membership_id, whop_user_id, status, currency, total_minor,
                                 tax_minor, refunded_minor, instrument_key, metadata, whop_created_at, paid_at, state_at,
                                 state_rank)
           SELECT ${companyId}, 'pay_past' || n, 'mem_past' || n, 'user_past' || n, 'paid', 'USD', 2900, 0, 0,
                  'by-id:past' || n, '{}', now() - interval '40 days', now() - interval '40 days',
                  now() - interval '40 days', 701
           FROM generate_series(1, ${PAST}::int) AS n`;
}

/** The bench's own signing key, as its processes have it. */
const secretsOf = (env: NodeJS.ProcessEnv) => deriveSecrets(env.REFERLY_SECRET ?? "");

/**
 * People who clicked the links and bought a minute later, in turns over the referrers, so that each brings
 * `each` of them. Their clicks are stored; their purchases are for the sender to tell.
 */
export async function loadBuyers(
  admin: Sql,
  env: NodeJS.ProcessEnv,
  referrers: readonly Referrer[],
  each: number,
): Promise<Buyer[]> {
  const secrets = secretsOf(env);
  const now = Date.now();
  const found: { buyer: Buyer; codeId: string; clickedAt: Date }[] = [];
  for (let turn = 0; turn < each; turn += 1) {
    for (const { companyId, codeId } of referrers) {
      const boughtAt = new Date(now - 60_000 + found.length);
      const buyer = newBuyer(companyId, referenceOf(secrets, companyId, codeId), boughtAt);
      found.push({ buyer, codeId, clickedAt: new Date(boughtAt.getTime() - 60_000) });
    }
  }
  await admin`
    INSERT INTO referral_clicks (id, company_id, code_id, clicked_at, visitor_key, network_key, by_cookie, class)
    SELECT c.id, c.company_id, c.code_id, c.at, c.visitor, c.network, true, 'human'
    FROM unnest(${found.map(({ clickedAt }) => newId(clickedAt))}::uuid[],
                ${found.map(({ buyer }) => buyer.companyId)}::text[],
                ${found.map(({ codeId }) => codeId)}::uuid[], ${found.map(({ clickedAt }) => clickedAt.toISOString())}::timestamptz[],
                ${found.map(() => randomBytes(8).readBigInt64BE().toString())}::bigint[],
                ${found.map(() => randomBytes(8).readBigInt64BE().toString())}::bigint[])
      AS c(id, company_id, code_id, at, visitor, network)`;
  await admin`ANALYZE`;
  return found.map(({ buyer }) => buyer);
}
