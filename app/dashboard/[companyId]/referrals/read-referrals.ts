import { getSettings } from "#lib/companies/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import {
  getReferralTrace,
  type ListedReferral,
  listReferrals,
  listUncredited,
  type ReferralTrace,
  type Uncredited,
} from "#lib/referrals/index.ts";
import type { Asked } from "./asked-for.ts";

export type ReferralList = { kind: "referrals"; items: readonly ListedReferral[]; nextCursor: string | null };
export type UncreditedList = { kind: "uncredited"; items: readonly Uncredited[]; nextCursor: string | null };

export async function readReferrals(ctx: Ctx, asked: Asked) {
  const [list, trace, settings] = await Promise.all([
    readList(ctx, asked),
    readTrace(ctx, asked),
    getSettings(ctx),
  ]);
  return { list, trace, settings };
}

export type ReferralsData = Awaited<ReturnType<typeof readReferrals>>;

/** The numbers on Today are of whole days, and so are the rows behind them. */
export function firstDay(days: number, now: Date): Date {
  return new Date((Math.floor(now.getTime() / dayMs) - days + 1) * dayMs);
}

async function readList(ctx: Ctx, asked: Asked): Promise<ReferralList | UncreditedList> {
  const from = asked.cursor === undefined ? {} : { cursor: asked.cursor };
  if (asked.filter === "none") {
    const { decisions, nextCursor } = await listUncredited(ctx, from);
    return { kind: "uncredited", items: decisions, nextCursor };
  }
  const { referrals, nextCursor } = await listReferrals(ctx, {
    ...from,
    ...filterOf(asked, ctx.clock.now()),
  });
  return { kind: "referrals", items: referrals, nextCursor };
}

/** Which referrals the page shows, as the list and its export take it. */
export function filterOf({ filter, search, days }: Asked, now: Date) {
  return {
    ...(filter === "all" || filter === "none" ? {} : { state: filter }),
    ...(search === undefined ? {} : { search }),
    ...(days === undefined ? {} : since(filter, firstDay(days, now).toISOString())),
  };
}

/** What counts is counted on the day it began to; everything else on the day somebody joined. */
function since(filter: Asked["filter"], at: string) {
  return filter === "confirmed" || filter === "provisional" ? { convertedSince: at } : { signedUpSince: at };
}

/** A trace that is not there is no reason to hide the list beside it. */
async function readTrace(ctx: Ctx, { open, decision }: Asked): Promise<ReferralTrace | null> {
  if (open === undefined && decision === undefined) return null;
  try {
    return await getReferralTrace(
      ctx,
      open === undefined ? { decisionId: decision ?? "" } : { referralId: open },
    );
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
