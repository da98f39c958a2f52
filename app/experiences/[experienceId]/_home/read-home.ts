import { ownersUrl } from "#lib/clicks/index.ts";
import { currentRules, getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { ensureMainLink, listLinks, mainLinkOf } from "#lib/links/index.ts";
import { getPreferences } from "#lib/members/index.ts";
import { getMyJoining, getReferralTrace, listReferrals, type ReferralTrace } from "#lib/referrals/index.ts";
import { getOffer, readRewardLadder } from "#lib/rewards/index.ts";
import { getCampaignCards } from "#lib/standings/index.ts";
import { getLeaderboard, getReferralStats } from "#lib/stats/index.ts";
import { readStanding } from "../_affiliate/read-affiliate.ts";
import type { Asked } from "./asked-for.ts";

const shownReferrals = 10;

/** Everything a member's page shows; the reads do not depend on one another. */
export async function readHome(ctx: Ctx, userId: string, asked: Asked) {
  const [
    settings,
    offer,
    rules,
    links,
    stats,
    ladderAt,
    board,
    referrals,
    trace,
    affiliate,
    campaigns,
    joining,
    preferences,
  ] = await Promise.all([
    getSettings(ctx),
    getOffer(ctx),
    currentRules(ctx),
    listLinks(ctx, { userId }),
    getReferralStats(ctx, { userId }),
    readRewardLadder(ctx, { userId }),
    getLeaderboard(ctx, { period: asked.period, around: userId }),
    listReferrals(ctx, {
      referrerId: userId,
      limit: shownReferrals,
      ...(asked.after === undefined ? {} : { cursor: asked.after }),
    }),
    readTrace(ctx, asked.trace),
    readStanding(ctx, userId),
    getCampaignCards(ctx),
    getMyJoining(ctx),
    getPreferences(ctx),
  ]);
  const link = mainLinkOf(links) ?? (await ensureMainLink(ctx, { userId }));
  return {
    settings,
    offer,
    rules,
    link,
    links,
    testUrl: ownersUrl(ctx, link, "test"),
    ladder: ladderAt(stats.conversions.confirmed),
    stats,
    board,
    referrals,
    trace,
    affiliate,
    campaigns,
    joining,
    habits: { timeZone: preferences.timeZone, locale: preferences.locale },
  };
}

export type Home = Awaited<ReturnType<typeof readHome>>;

/** A trace that is not there, or not this member's, is no reason to hide the page behind it. */
async function readTrace(ctx: Ctx, referralId: string | undefined): Promise<ReferralTrace | null> {
  if (referralId === undefined) return null;
  try {
    return await getReferralTrace(ctx, { referralId });
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "forbidden")) return null;
    throw error;
  }
}
