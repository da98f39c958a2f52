import { sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ReferralRow } from "../referrals/index.ts";
import { searchableLocalPart } from "./email.ts";
import { loadKindred } from "./kindred.ts";
import type { ScreenInput } from "./rule.ts";
import { isStrong } from "./rules/payment-duplicate.ts";
import { ordinaryPerDay } from "./rules/velocity-limit.ts";
import {
  charged,
  readOtherVisitors,
  readOwnersVisits,
  readP99PerDay,
  readPaces,
  readUnrelatedOnNetwork,
} from "./screen-reads.ts";

export type Gathered = {
  referral: ReferralRow;
  input: ScreenInput;
};

/** Reads what the rules need of referrals; what only rarely matters is only then asked for. */
export async function gatherScreenInputs(ctx: Ctx, referrals: readonly ReferralRow[]): Promise<Gathered[]> {
  if (referrals.length === 0) return [];
  return transact(ctx, async (_tx, ctx) => {
    const byCookie = referrals.filter((referral) => visitOf(referral)?.byCookie === true);
    // What does not read another's answer travels together.
    const [people, paces, ownersVisits] = await Promise.all([
      readPeople(
        ctx,
        referrals.flatMap(({ referrerId, referredId }) => [referrerId, referredId]),
      ),
      readPaces(ctx, referrals),
      readOwnersVisits(ctx, byCookie),
    ]);
    const cases = await withKindred(ctx, referrals, people);
    const pace = ({ id }: ReferralRow) => paces.get(id) ?? 0;
    const where = (is: (one: Case) => boolean) => cases.filter(is).map(({ referral }) => referral);
    const [p99s, otherVisitors, unrelated] = await Promise.all([
      readP99PerDay(
        ctx,
        referrals.filter((one) => pace(one) > ordinaryPerDay),
      ),
      readOtherVisitors(ctx, where(sharesBrowser)),
      readUnrelatedOnNetwork(ctx, where(sharesNetwork)),
    ]);
    return cases.map(({ referral, input }) => ({
      referral,
      input: {
        ...input,
        referralsInDay: pace(referral),
        communityP99PerDay: p99s.get(referral.id) ?? 0,
        isReferrersBrowser: (ownersVisits.get(referral.id) ?? 0) > 0,
        otherVisitors: otherVisitors.get(referral.id) ?? 0,
        unrelatedOnNetwork: unrelated.get(referral.id) ?? 0,
      },
    }));
  });
}

/** What the second round of questions depends on. */
type Case = {
  referral: ReferralRow;
  input: Pick<ScreenInput, "referrer" | "referred" | "signedUpAt" | "visit" | "earlier">;
};

function sharesBrowser({ input: { visit, earlier } }: Case): boolean {
  return visit?.byCookie === true && earlier.some((one) => one.visit?.visitorKey === visit.visitorKey);
}

function sharesNetwork({ input: { visit, earlier } }: Case): boolean {
  return Boolean(visit?.networkKey) && earlier.some((one) => one.visit?.networkKey === visit?.networkKey);
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

async function withKindred(
  ctx: Ctx,
  referrals: readonly ReferralRow[],
  people: ReadonlyMap<string, ScreenInput["referrer"]>,
): Promise<Case[]> {
  const find = (id: string) => {
    const person = people.get(id);
    if (!person) throw new Error("A referral names a member who is not there");
    return person;
  };
  const pairs = referrals.map((referral) => ({
    referral,
    referrer: find(referral.referrerId),
    referred: find(referral.referredId),
  }));
  const kindred = await loadKindred(
    ctx,
    pairs.map(({ referral, referred }) => ({
      referral,
      localPart: referred.email === null ? null : searchableLocalPart(referred.email),
      instruments: referred.instruments.filter(isStrong),
    })),
  );
  return pairs.map(({ referral, referrer, referred }) => ({
    referral,
    input: {
      referrer,
      referred,
      signedUpAt: referral.signedUpAt,
      visit: visitOf(referral),
      earlier: kindred.get(referral.id) ?? [],
    },
  }));
}

const Person = z.object({
  id: z.string(),
  whop_user_id: z.string(),
  email: z.string().nullable(),
  instruments: z.array(z.string()),
});

/** What two accounts may have in common, by the members' ids. */
export async function readPeople(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<Map<string, ScreenInput["referrer"]>> {
  const ids = new Set(userIds);
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT users.id, users.whop_user_id, users.email,
             coalesce((SELECT array_agg(DISTINCT p.instrument_key) FILTER (WHERE p.instrument_key IS NOT NULL)
                         FROM payments p
                        WHERE p.company_id = users.company_id AND p.whop_user_id = users.whop_user_id
                          AND ${charged("p")}), '{}') AS instruments
      FROM users WHERE users.company_id = ${ctx.companyId} AND ${inIds(users.id, [...ids])}`),
  );
  return new Map(
    z
      .array(Person)
      .parse([...rows])
      .map(({ id, whop_user_id, email, instruments }) => [
        id,
        { userId: id, whopUserId: whop_user_id, email, instruments },
      ]),
  );
}
