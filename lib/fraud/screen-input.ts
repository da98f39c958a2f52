import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ReferralRow } from "../referrals/index.ts";
import { searchableLocalPart } from "./email.ts";
import { loadKindred } from "./kindred.ts";
import type { ScreenInput } from "./rule.ts";
import { ordinaryPerDay } from "./rules/velocity-limit.ts";

export type Gathered = {
  input: ScreenInput;
  /** Whop's ids of members who came later and have something in common, or are one more in a crowd now. */
  later: string[];
};

const Person = z.object({
  id: z.string(),
  whop_user_id: z.string(),
  email: z.string().nullable(),
  instruments: z.array(z.string()),
});

/** Reads what the rules need of one referral; what only rarely matters is only then asked for. */
export async function gatherScreenInput(ctx: Ctx, referral: ReferralRow): Promise<Gathered> {
  return transact(ctx, async (_tx, ctx) => {
    const visit = visitOf(referral);
    // What does not read another's answer travels together.
    const [{ referrer, referred }, referralsInDay, crowd, isReferrersBrowser] = await Promise.all([
      loadPair(ctx, referral),
      countInDay(ctx, referral),
      cameSoonAfter(ctx, referral),
      visit?.byCookie === true && isOwnersVisit(ctx, referral),
    ]);
    const kindred = await loadKindred(ctx, referral, {
      localPart: referred.email === null ? null : searchableLocalPart(referred.email),
      instruments: referred.instruments,
    });
    const earlier = kindred.filter((one) => one.isEarlier);
    const sharesVisitor = earlier.some((one) => one.visit?.visitorKey === visit?.visitorKey);
    const sharesNetwork = earlier.some((one) => one.visit?.networkKey === visit?.networkKey);
    const isCrowded = referralsInDay + crowd.length > ordinaryPerDay;
    return {
      input: {
        referrer,
        referred,
        signedUpAt: referral.signedUpAt,
        visit,
        earlier,
        referralsInDay,
        communityP99PerDay: referralsInDay > ordinaryPerDay ? await p99PerDay(ctx, referral.signedUpAt) : 0,
        isReferrersBrowser,
        otherVisitors: visit?.byCookie && sharesVisitor ? await countOtherVisitors(ctx, referral) : 0,
        unrelatedOnNetwork: visit?.networkKey && sharesNetwork ? await countUnrelated(ctx, referral) : 0,
      },
      later: [
        ...kindred.filter((one) => !one.isEarlier).map((one) => one.whopUserId),
        ...(isCrowded ? crowd : []),
      ],
    };
  });
}

function visitOf(referral: ReferralRow): ScreenInput["visit"] {
  const { clickAt, clickVisitorKey, clickNetworkKey, clickByCookie } = referral;
  if (clickAt === null || clickVisitorKey === null) return null;
  return {
    at: clickAt,
    visitorKey: clickVisitorKey,
    networkKey: clickNetworkKey,
    byCookie: clickByCookie === true,
  };
}

async function loadPair(ctx: Ctx, { referrerId, referredId }: ReferralRow) {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT u.id, u.whop_user_id, u.email,
             coalesce((SELECT array_agg(DISTINCT p.instrument_key) FROM payments p
                        WHERE p.company_id = u.company_id AND p.whop_user_id = u.whop_user_id
                          AND p.instrument_key IS NOT NULL), '{}') AS instruments
      FROM users u WHERE u.company_id = ${ctx.companyId} AND u.id IN (${referrerId}, ${referredId})`),
  );
  const people = z.array(Person).parse([...rows]);
  const find = (id: string): ScreenInput["referrer"] => {
    const person = people.find((one) => one.id === id);
    if (!person) throw new Error("A referral names a member who is not there");
    return {
      userId: id,
      whopUserId: person.whop_user_id,
      email: person.email,
      instruments: person.instruments,
    };
  };
  return { referrer: find(referrerId), referred: find(referredId) };
}

const credited = sql`(r.cancel_reason IS NULL OR r.cancel_reason NOT IN ('superseded', 'no_longer_credited'))`;

async function countInDay(ctx: Ctx, referral: ReferralRow): Promise<number> {
  const at = referral.signedUpAt.toISOString();
  return countOf(
    ctx,
    sql`SELECT count(*)::integer AS n FROM referrals r
         WHERE r.company_id = ${ctx.companyId} AND r.referrer_id = ${referral.referrerId} AND ${credited}
           AND r.signed_up_at > ${at}::timestamptz - interval '24 hours' AND r.signed_up_at <= ${at}::timestamptz`,
  );
}

/** Whom the referrer brought in the 24 hours after: for them, this one counts. */
async function cameSoonAfter(ctx: Ctx, referral: ReferralRow): Promise<string[]> {
  const at = referral.signedUpAt.toISOString();
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT u.whop_user_id FROM referrals r
        JOIN users u ON u.company_id = r.company_id AND u.id = r.referred_id
       WHERE r.company_id = ${ctx.companyId} AND r.referrer_id = ${referral.referrerId} AND ${credited}
         AND r.signed_up_at >= ${at}::timestamptz AND r.signed_up_at < ${at}::timestamptz + interval '24 hours'
         AND r.referred_id <> ${referral.referredId}`),
  );
  return z
    .array(z.object({ whop_user_id: z.string() }))
    .parse([...rows])
    .map((row) => row.whop_user_id);
}

/** Over the 30 days before: how many a day the busiest one in a hundred bring. */
async function p99PerDay(ctx: Ctx, before: Date): Promise<number> {
  const at = before.toISOString();
  return countOf(
    ctx,
    sql`SELECT coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY per.n), 0)::float8 AS n FROM (
          SELECT count(*) AS n FROM referrals r
           WHERE r.company_id = ${ctx.companyId} AND ${credited} AND r.signed_up_at < ${at}::timestamptz
             AND r.signed_up_at >= ${at}::timestamptz - interval '30 days'
           GROUP BY r.referrer_id, (r.signed_up_at AT TIME ZONE 'UTC')::date) per`,
  );
}

async function countOtherVisitors(ctx: Ctx, referral: ReferralRow): Promise<number> {
  const at = referral.signedUpAt.toISOString();
  return countOf(
    ctx,
    sql`SELECT count(DISTINCT c.visitor_key)::integer AS n FROM referral_clicks c
         WHERE c.company_id = ${ctx.companyId} AND c.code_id = ${referral.referralCodeId}
           AND c.clicked_at > ${at}::timestamptz - interval '1 hour' AND c.clicked_at <= ${at}::timestamptz
           AND c.class IN ('human', 'duplicate') AND c.visitor_key <> ${String(referral.clickVisitorKey)}::bigint`,
  );
}

/** The browser is one that the link's owner has shown to be theirs, and nobody else was on the link that day. */
async function isOwnersVisit(ctx: Ctx, referral: ReferralRow): Promise<boolean> {
  const at = referral.signedUpAt.toISOString();
  const n = await countOf(
    ctx,
    sql`SELECT (EXISTS (SELECT FROM referral_clicks c
                  WHERE c.company_id = ${ctx.companyId} AND c.code_id = ${referral.referralCodeId}
                    AND c.visitor_key = ${String(referral.clickVisitorKey)}::bigint AND c.by_cookie
                    AND c.clicked_at <= ${at}::timestamptz AND c.class = 'self')
            AND NOT EXISTS (SELECT FROM referral_clicks c
                  WHERE c.company_id = ${ctx.companyId} AND c.code_id = ${referral.referralCodeId}
                    AND c.clicked_at > ${at}::timestamptz - interval '24 hours' AND c.clicked_at <= ${at}::timestamptz
                    AND c.class IN ('human', 'duplicate')
                    AND c.visitor_key <> ${String(referral.clickVisitorKey)}::bigint))::integer AS n`,
  );
  return n > 0;
}

async function countUnrelated(ctx: Ctx, referral: ReferralRow): Promise<number> {
  const at = referral.clickAt?.toISOString() ?? null;
  return countOf(
    ctx,
    sql`SELECT count(DISTINCT r.referred_id)::integer AS n FROM referrals r
         WHERE r.company_id = ${ctx.companyId} AND r.click_network_key = ${String(referral.clickNetworkKey)}::bigint
           AND r.click_at > ${at}::timestamptz - interval '24 hours' AND r.click_at <= ${at}::timestamptz
           AND r.referrer_id <> ${referral.referrerId} AND ${credited}`,
  );
}

async function countOf(ctx: Ctx, query: ReturnType<typeof sql>): Promise<number> {
  const rows = await transact(ctx, (tx) => tx.execute(query));
  return z.tuple([z.object({ n: z.coerce.number() })]).parse([...rows])[0].n;
}
