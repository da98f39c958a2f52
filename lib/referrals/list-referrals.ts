import { and, desc, eq, gte, ilike, inArray, lt, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import {
  type EvidenceKind,
  type ReferralStatus,
  type ReviewState,
  referralStatuses,
  reviewStates,
} from "#db/enums.ts";
import { referralCodes, referralConversions, referrals, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { membersById } from "../members/index.ts";
import { type Party, partyOf } from "./parties.ts";
import type { ReferralRow } from "./referral-row.ts";
import {
  isConfirmed,
  type ReferralState,
  referralStates,
  sentenceOfReferral,
  stateOfReferral,
} from "./referral-state.ts";

export const ListReferralsInput = z.strictObject({
  status: z.enum(referralStatuses).optional(),
  review: z.enum(reviewStates).optional(),
  /** How far it has come, holds and review included. */
  state: z.enum(referralStates).optional(),
  /** Part of a name or user name of either side, or of the link's code. */
  search: z.string().trim().min(1).max(100).optional(),
  /** Who joined, or began to count, at this instant or later. */
  signedUpSince: z.iso.datetime({ offset: true }).optional(),
  convertedSince: z.iso.datetime({ offset: true }).optional(),
  /** Whose referrals; a member's own when left out. */
  referrerId: z.uuid().optional(),
  /** The id of the last referral of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListReferralsInput = z.input<typeof ListReferralsInput>;

export type ListedReferral = {
  id: string;
  state: ReferralState;
  status: ReferralStatus;
  review: ReviewState;
  /** Where it stands and why, in one sentence. */
  sentence: string;
  evidence: EvidenceKind;
  referrer: Party;
  referred: Party;
  code: string | null;
  signedUpAt: Date;
  convertedAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  holdReason: string | null;
  /** For the team only; null for members. */
  fraudScore: number | null;
  revenue: { currency: string; gross: string; refunded: string; net: string }[];
};

export type ReferralPage = { referrals: ListedReferral[]; nextCursor: string | null };

/** Referrals, newest first. Members see their own. @throws AppError forbidden when a member asks for another's */
export async function listReferrals(ctx: Ctx, input: ListReferralsInput = {}): Promise<ReferralPage> {
  const filter = parseInput(ListReferralsInput, input);
  const { actor } = ctx;
  if (actor.kind === "member" && filter.referrerId !== undefined && filter.referrerId !== actor.userId) {
    throw new AppError("forbidden", "These are another member's referrals; you can only see your own.");
  }
  const referrerId = actor.kind === "member" ? actor.userId : filter.referrerId;
  const { status, review, state, search, signedUpSince, convertedSince, cursor, limit } = filter;
  const rows = await readRows(
    ctx,
    and(
      eq(referrals.companyId, ctx.companyId),
      referrerId === undefined ? undefined : eq(referrals.referrerId, referrerId),
      status === undefined ? undefined : eq(referrals.status, status),
      review === undefined ? undefined : eq(referrals.review, review),
      state === undefined ? undefined : inState(state),
      search === undefined ? undefined : matches(search, referrerId === undefined),
      signedUpSince === undefined ? undefined : gte(referrals.signedUpAt, new Date(signedUpSince)),
      convertedSince === undefined ? undefined : gte(referrals.convertedAt, new Date(convertedSince)),
      cursor === undefined ? undefined : lt(referrals.id, cursor),
    ),
    limit + 1,
  );
  const page = await describe(ctx, rows.slice(0, limit));
  return { referrals: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

function inState(state: ReferralState): SQL | undefined {
  const isLive = sql`${referrals.status} <> 'cancelled'`;
  const isOpen = and(isLive, sql`${referrals.review} <> 'rejected'`);
  switch (state) {
    case "cancelled":
      return eq(referrals.status, "cancelled");
    case "rejected":
      return and(isLive, eq(referrals.review, "rejected"));
    case "pending":
      return and(isOpen, eq(referrals.status, "pending"));
    case "confirmed":
      return isConfirmed;
    case "provisional":
      return and(
        isOpen,
        inArray(referrals.status, ["converted", "activated"]),
        isConfirmed && not(isConfirmed),
      );
  }
}

const referrer = alias(users, "referrer");
const referred = alias(users, "referred");

/** A member searches among their own by whom they brought; the team by both sides. */
function matches(search: string, bothSides: boolean): SQL | undefined {
  const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(
    ilike(referred.name, pattern),
    ilike(referred.username, pattern),
    ilike(referralCodes.code, pattern),
    ...(bothSides ? [ilike(referrer.name, pattern), ilike(referrer.username, pattern)] : []),
  );
}

type Row = { referral: ReferralRow; code: string | null };

async function readRows(ctx: Ctx, which: SQL | undefined, limit: number): Promise<Row[]> {
  const { companyId } = ctx;
  return transact(ctx, (tx) =>
    tx
      .select({ referral: referrals, code: referralCodes.code })
      .from(referrals)
      .innerJoin(referrer, and(eq(referrer.companyId, companyId), eq(referrer.id, referrals.referrerId)))
      .innerJoin(referred, and(eq(referred.companyId, companyId), eq(referred.id, referrals.referredId)))
      .leftJoin(
        referralCodes,
        and(eq(referralCodes.companyId, companyId), eq(referralCodes.id, referrals.referralCodeId)),
      )
      .where(which)
      .orderBy(desc(referrals.id))
      .limit(limit),
  );
}

async function describe(ctx: Ctx, rows: Row[]): Promise<ListedReferral[]> {
  const revenue = await revenueOf(
    ctx,
    rows.map(({ referral }) => referral.id),
  );
  const people = await membersById(
    ctx,
    rows.flatMap(({ referral }) => [referral.referrerId, referral.referredId]),
  );
  const audience = ctx.actor.kind === "member" ? "member" : "owner";
  return rows.map(({ referral, code }) => {
    const referredParty = partyOf(people, referral.referredId);
    return {
      id: referral.id,
      state: stateOfReferral(referral),
      status: referral.status,
      review: referral.review,
      sentence: sentenceOfReferral(referral, referredParty.name, audience),
      evidence: referral.evidence,
      referrer: partyOf(people, referral.referrerId),
      referred: referredParty,
      code,
      signedUpAt: referral.signedUpAt,
      convertedAt: referral.convertedAt,
      cancelledAt: referral.cancelledAt,
      cancelReason: referral.cancelReason,
      holdReason: referral.holdReason,
      fraudScore: audience === "owner" ? referral.fraudScore : null,
      revenue: revenue.get(referral.id) ?? [],
    };
  });
}

async function revenueOf(ctx: Ctx, ids: string[]): Promise<Map<string, ListedReferral["revenue"]>> {
  const sums = new Map<string, ListedReferral["revenue"]>();
  if (ids.length === 0) return sums;
  const c = referralConversions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        referralId: c.referralId,
        currency: c.currency,
        gross: sql<string>`sum(${c.grossMinor})`,
        refunded: sql<string>`sum(${c.refundedMinor})`,
        net: sql<string>`sum(${c.netMinor})`,
      })
      .from(c)
      .where(and(eq(c.companyId, ctx.companyId), inArray(c.referralId, ids), sql`${c.grossMinor} > 0`))
      .groupBy(c.referralId, c.currency)
      .orderBy(c.currency),
  );
  for (const { referralId, currency, gross, refunded, net } of rows) {
    const list = sums.get(referralId) ?? [];
    list.push({
      currency,
      gross: toDecimal(BigInt(gross), currency),
      refunded: toDecimal(BigInt(refunded), currency),
      net: toDecimal(BigInt(net), currency),
    });
    sums.set(referralId, list);
  }
  return sums;
}
