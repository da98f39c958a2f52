import { findAffiliateOf } from "#lib/affiliates/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { getBalances } from "#lib/ledger/index.ts";
import { listLinks } from "#lib/links/index.ts";
import { getMember } from "#lib/members/index.ts";
import { getDataStanding } from "#lib/privacy/index.ts";
import { listReferrals } from "#lib/referrals/index.ts";
import { listRedemptions } from "#lib/rewards/index.ts";
import { listMembers } from "#lib/stats/index.ts";
import { getTrust } from "#lib/trust/index.ts";
import type { Asked } from "./asked-for.ts";

/** Of each list in the sheet; the rest is a link away. */
const shown = 5;

export async function readMembers(ctx: Ctx, { search, cursor, open }: Asked) {
  const [list, settings, opened] = await Promise.all([
    listMembers(ctx, { search, cursor }),
    getSettings(ctx),
    open === undefined ? null : readMember(ctx, open),
  ]);
  return { list, settings, opened };
}

export type OpenMember = NonNullable<Awaited<ReturnType<typeof readMember>>>;

/** Somebody who is not there is no reason to hide the list. */
async function readMember(ctx: Ctx, userId: string) {
  try {
    const [member, standing, links, referrals, rewards, balances, affiliate, trust] = await Promise.all([
      getMember(ctx, { userId }),
      getDataStanding(ctx, { userId }),
      listLinks(ctx, { userId }),
      listReferrals(ctx, { referrerId: userId, limit: shown }),
      listRedemptions(ctx, { userId, limit: shown }),
      getBalances(ctx, { holderIds: [userId] }),
      findAffiliateOf(ctx, userId),
      getTrust(ctx, { userId }),
    ]);
    return { member, standing, links, referrals, rewards, balances, affiliate, trust };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
