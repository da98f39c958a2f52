import { and, eq, gte, ilike, inArray, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { TenantTx } from "#db/client.ts";
import { referralStatuses, reviewStates } from "#db/enums.ts";
import { referralCodes, referrals, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { isConfirmed, type ReferralState, referralStates } from "./referral-state.ts";

/** Which referrals; an export takes the same filters as the page. */
export const referralFilters = {
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
};

export type ReferralFilter = z.output<z.ZodObject<typeof referralFilters>>;

/** `byName`: the condition looks into names, so the query has to join them. */
export type Which = { where: SQL | undefined; byName: boolean };

export const referrer = alias(users, "referrer");
export const referred = alias(users, "referred");

export function whichReferrals(ctx: Ctx, filter: ReferralFilter): Which {
  const { status, review, state, search, signedUpSince, convertedSince, referrerId } = filter;
  return {
    byName: search !== undefined,
    where: and(
      eq(referrals.companyId, ctx.companyId),
      referrerId === undefined ? undefined : eq(referrals.referrerId, referrerId),
      status === undefined ? undefined : eq(referrals.status, status),
      review === undefined ? undefined : eq(referrals.review, review),
      state === undefined ? undefined : inState(state),
      search === undefined ? undefined : matches(search, referrerId === undefined),
      signedUpSince === undefined ? undefined : gte(referrals.signedUpAt, new Date(signedUpSince)),
      convertedSince === undefined ? undefined : gte(referrals.convertedAt, new Date(convertedSince)),
    ),
  };
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

/** Ids of the referrals, to look for what belongs to them. */
export function idsOfReferrals(tx: TenantTx, ctx: Ctx, filter: ReferralFilter) {
  const { companyId } = ctx;
  const { where, byName } = whichReferrals(ctx, filter);
  const ids = tx.select({ id: referrals.id }).from(referrals).where(where).$dynamic();
  if (!byName) return ids;
  return ids
    .leftJoin(
      referralCodes,
      and(eq(referralCodes.companyId, companyId), eq(referralCodes.id, referrals.referralCodeId)),
    )
    .innerJoin(referrer, and(eq(referrer.companyId, companyId), eq(referrer.id, referrals.referrerId)))
    .innerJoin(referred, and(eq(referred.companyId, companyId), eq(referred.id, referrals.referredId)));
}
