import { getSettings } from "#lib/companies/index.ts";
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

async function readList(ctx: Ctx, { filter, search, cursor }: Asked): Promise<ReferralList | UncreditedList> {
  const from = cursor === undefined ? {} : { cursor };
  if (filter === "none") {
    const { decisions, nextCursor } = await listUncredited(ctx, from);
    return { kind: "uncredited", items: decisions, nextCursor };
  }
  const { referrals, nextCursor } = await listReferrals(ctx, {
    ...from,
    ...(filter === "all" ? {} : { state: filter }),
    ...(search === undefined ? {} : { search }),
  });
  return { kind: "referrals", items: referrals, nextCursor };
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
