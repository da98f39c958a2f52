import { and, count, desc, eq, gte, inArray, lt, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { TenantTx } from "#db/client.ts";
import { type ConversionType, conversionTypes } from "#db/enums.ts";
import { referralConversions, referrals } from "#db/schema/index.ts";
import { currencyCode } from "../core/amount-schemas.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { profilesById } from "../members/index.ts";
import { type Party, partyOf } from "./parties.ts";
import { isMovedAway } from "./referral-row.ts";
import { idsOfReferrals, referralFilters } from "./which-referrals.ts";

/** Which conversions: of the referrals that these filters show, and themselves of a kind. */
export const conversionFilters = {
  ...referralFilters,
  referralId: z.uuid().optional(),
  conversionType: z.enum(conversionTypes).optional(),
  currency: currencyCode.optional(),
  /** At this instant or later, and before the other. */
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};

const ConversionFilter = z.strictObject(conversionFilters);
type ConversionFilter = z.infer<typeof ConversionFilter>;

export const ListConversionsInput = ConversionFilter.extend({
  /** The id of the last conversion of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(1000).default(50),
});
export type ListConversionsInput = z.input<typeof ListConversionsInput>;

export type ListedConversion = {
  id: string;
  referralId: string;
  referrer: Party;
  referred: Party;
  conversionType: ConversionType;
  /** Whop's payment, or the membership of a trial or a free plan. */
  sourceId: string;
  occurredAt: Date;
  currency: string;
  /** Decimals of the currency. */
  gross: string;
  discount: string;
  tax: string;
  fees: string;
  whopAffiliate: string;
  refunded: string;
  net: string;
};

export type ConversionPage = { conversions: ListedConversion[]; nextCursor: string | null };

const of = referralConversions;

/** What referrals came to, by the time it happened, newest first. */
export async function listConversions(ctx: Ctx, input: ListConversionsInput = {}): Promise<ConversionPage> {
  requireOwner(ctx);
  const { limit, cursor, ...filter } = parseInput(ListConversionsInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ conversion: of, referrerId: referrals.referrerId, referredId: referrals.referredId })
      .from(of)
      .innerJoin(referrals, and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, of.referralId)))
      .where(and(whichConversions(tx, ctx, filter), cursor === undefined ? undefined : after(ctx, cursor)))
      .orderBy(desc(of.occurredAt), desc(of.id))
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  const people = await profilesById(
    ctx,
    page.flatMap(({ referrerId, referredId }) => [referrerId, referredId]),
  );
  const conversions = page.map(({ conversion: { currency, ...row }, referrerId, referredId }) => ({
    id: row.id,
    referralId: row.referralId,
    referrer: partyOf(people, referrerId),
    referred: partyOf(people, referredId),
    conversionType: row.conversionType,
    sourceId: row.sourceId,
    occurredAt: row.occurredAt,
    currency,
    gross: toDecimal(row.grossMinor, currency),
    discount: toDecimal(row.discountMinor, currency),
    tax: toDecimal(row.taxMinor, currency),
    fees: toDecimal(row.feesMinor, currency),
    whopAffiliate: toDecimal(row.whopAffiliateMinor, currency),
    refunded: toDecimal(row.refundedMinor, currency),
    net: toDecimal(row.netMinor, currency),
  }));
  return { conversions, nextCursor: rows.length > limit ? (conversions.at(-1)?.id ?? null) : null };
}

/** How many conversions the filters show. */
export async function countConversions(ctx: Ctx, filter: ConversionFilter): Promise<number> {
  const [counted] = await transact(ctx, (tx) =>
    tx
      .select({ rows: count() })
      .from(of)
      .where(whichConversions(tx, ctx, filter)),
  );
  return counted?.rows ?? 0;
}

function whichConversions(tx: TenantTx, ctx: Ctx, filter: ConversionFilter): SQL | undefined {
  const { referralId, conversionType, currency, since, until, ...ofReferrals } = filter;
  const isAnyReferral = Object.values(ofReferrals).every((value) => value === undefined);
  return and(
    eq(of.companyId, ctx.companyId),
    // What went to another link, or to nobody, is not revenue of this one.
    notExists(
      tx
        .select({ id: referrals.id })
        .from(referrals)
        .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, of.referralId), isMovedAway)),
    ),
    isAnyReferral ? undefined : inArray(of.referralId, idsOfReferrals(tx, ctx, ofReferrals)),
    referralId === undefined ? undefined : eq(of.referralId, referralId),
    conversionType === undefined ? undefined : eq(of.conversionType, conversionType),
    currency === undefined ? undefined : eq(of.currency, currency),
    since === undefined ? undefined : gte(of.occurredAt, new Date(since)),
    until === undefined ? undefined : lt(of.occurredAt, new Date(until)),
  );
}

/** What comes after a conversion in the order of the list. */
function after(ctx: Ctx, cursor: string): SQL {
  const last = alias(of, "last");
  const at = sql`(SELECT ${last.occurredAt} FROM ${of} AS ${last}
                   WHERE ${last.companyId} = ${ctx.companyId} AND ${last.id} = ${cursor}::uuid)`;
  return sql`(${of.occurredAt}, ${of.id}) < (${at}, ${cursor}::uuid)`;
}
