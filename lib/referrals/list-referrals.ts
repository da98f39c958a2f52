import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { EvidenceKind, ReferralStatus, ReviewState } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { referralCodes, referralConversions, referrals } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whoseOrAll } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import type { Said } from "../core/said.ts";
import { profilesById } from "../members/index.ts";
import { type Party, partyOf } from "./parties.ts";
import { isElsewhere, type ReferralRow } from "./referral-row.ts";
import { type ReferralState, sentenceOfReferral, stateOfReferral } from "./referral-state.ts";
import {
  type ReferralFilter,
  referralFilters,
  referred,
  referrer,
  type Which,
  whichReferrals,
} from "./which-referrals.ts";

export const ListReferralsInput = z.strictObject({
  ...referralFilters,
  /** The id of the last referral of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(1000).default(50),
});
export type ListReferralsInput = z.input<typeof ListReferralsInput>;

export type ListedReferral = {
  id: string;
  state: ReferralState;
  status: ReferralStatus;
  review: ReviewState;
  /** Where it stands and why, in one sentence. */
  sentence: Said;
  evidence: EvidenceKind;
  referrer: Party;
  referred: Party;
  code: string | null;
  signedUpAt: Date;
  convertedAt: Date | null;
  activatedAt: Date | null;
  /** When they will be activated if they stay; null once they are, or where something has to happen first. */
  activationDueAt: Date | null;
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
  const referrerId = whoseOrAll(ctx, filter.referrerId);
  const audience = ctx.actor.kind === "member" ? "member" : "owner";
  const { limit, referrerId: _, ...rest } = filter;
  const isPlain = Object.values(rest).every((value) => value === undefined);
  const found =
    referrerId !== undefined && isPlain
      ? ((await latestOf(ctx, `${audience} ${limit + 1} ${referrerId}`)) ?? [])
      : await describe(ctx, await readPage(ctx, { ...rest, referrerId }, limit + 1), audience);
  const page = found.slice(0, limit);
  return { referrals: page, nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null };
}

type Audience = "member" | "owner";

/** The newest referrals of members: what every member's page begins with, so those who open it at once share a read. */
const latestOf = batchedRead<ListedReferral[]>({
  mostKeys: 200,
  async load(ctx, keys) {
    const found = new Map<string, ListedReferral[]>();
    for (const [kind, asked] of Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf(" ")))) {
      const [audience = "", limit = ""] = kind.split(" ");
      const referrerIds = asked.map((key) => key.slice(kind.length + 1));
      const rows = await readLatest(ctx, referrerIds, Number(limit));
      const listed = await describe(ctx, rows, audience === "owner" ? "owner" : "member");
      for (const [referrerId, theirs] of Map.groupBy(listed, ({ referrer }) => referrer.userId))
        found.set(`${kind} ${referrerId}`, theirs);
    }
    return found;
  },
});

const latest = alias(referrals, "latest");

/** Member by member, a few steps along their index each: the way through all of a large community's is long. */
async function readLatest(ctx: Ctx, referrerIds: readonly string[], limit: number): Promise<Row[]> {
  const { companyId } = ctx;
  return transact(ctx, (tx) =>
    tx
      .select({ referral: listedColumns(latest), code: referralCodes.code })
      .from(sql`unnest(string_to_array(${referrerIds.join(",")}, ',')::uuid[]) AS asked(referrer_id)`)
      .crossJoinLateral(
        tx
          .select()
          .from(referrals)
          .where(and(eq(referrals.companyId, companyId), sql`${referrals.referrerId} = asked.referrer_id`))
          .orderBy(desc(referrals.signedUpAt), desc(referrals.id))
          .limit(limit)
          .as("latest"),
      )
      .leftJoin(
        referralCodes,
        and(eq(referralCodes.companyId, companyId), eq(referralCodes.id, latest.referralCodeId)),
      )
      .orderBy(desc(latest.signedUpAt), desc(latest.id)),
  );
}

/** What comes after a referral in the order of the list. */
function after(ctx: Ctx, cursor: string): SQL {
  const last = alias(referrals, "last");
  const at = sql`(SELECT ${last.signedUpAt} FROM ${referrals} AS ${last}
                   WHERE ${last.companyId} = ${ctx.companyId} AND ${last.id} = ${cursor}::uuid)`;
  return sql`(${referrals.signedUpAt}, ${referrals.id}) < (${at}, ${cursor}::uuid)`;
}

/** Of a referral's columns those that a list shows, as they are or in its sentence. */
function listedColumns(from: typeof referrals | typeof latest) {
  return {
    id: from.id,
    status: from.status,
    review: from.review,
    isVerified: from.isVerified,
    evidence: from.evidence,
    referrerId: from.referrerId,
    referredId: from.referredId,
    signedUpAt: from.signedUpAt,
    convertedAt: from.convertedAt,
    activatedAt: from.activatedAt,
    activationDueAt: from.activationDueAt,
    cancelledAt: from.cancelledAt,
    cancelReason: from.cancelReason,
    holdReason: from.holdReason,
    fraudScore: from.fraudScore,
  };
}

type Row = { referral: Pick<ReferralRow, keyof ReturnType<typeof listedColumns>>; code: string | null };

function readPage(
  ctx: Ctx,
  { cursor, ...filter }: ReferralFilter & { cursor?: string | undefined },
  limit: number,
): Promise<Row[]> {
  const { where, byName } = whichReferrals(ctx, filter);
  return readRows(
    ctx,
    { where: and(where, cursor === undefined ? undefined : after(ctx, cursor)), byName },
    limit,
  );
}
/** In the order that referrals_by_time and referrals_by_referrer give; names are joined only to search in them. */
async function readRows(ctx: Ctx, { where, byName }: Which, limit: number): Promise<Row[]> {
  const { companyId } = ctx;
  return transact(ctx, (tx) => {
    const rows = tx
      .select({ referral: listedColumns(referrals), code: referralCodes.code })
      .from(referrals)
      .leftJoin(
        referralCodes,
        and(eq(referralCodes.companyId, companyId), eq(referralCodes.id, referrals.referralCodeId)),
      )
      .where(where)
      .orderBy(desc(referrals.signedUpAt), desc(referrals.id))
      .limit(limit)
      .$dynamic();
    if (!byName) return rows;
    return rows
      .innerJoin(referrer, and(eq(referrer.companyId, companyId), eq(referrer.id, referrals.referrerId)))
      .innerJoin(referred, and(eq(referred.companyId, companyId), eq(referred.id, referrals.referredId)));
  });
}

async function describe(ctx: Ctx, rows: Row[], audience: Audience): Promise<ListedReferral[]> {
  const revenue = await revenueOf(
    ctx,
    // What went to another link, or to nobody, is not revenue of this one.
    rows.flatMap(({ referral }) => (isElsewhere(referral) ? [] : [referral.id])),
  );
  const people = await profilesById(
    ctx,
    rows.flatMap(({ referral }) => [referral.referrerId, referral.referredId]),
  );
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
      activatedAt: referral.activatedAt,
      activationDueAt: referral.activationDueAt,
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
      .where(and(eq(c.companyId, ctx.companyId), inIds(c.referralId, ids), sql`${c.grossMinor} > 0`))
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
