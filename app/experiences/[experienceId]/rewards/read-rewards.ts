import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { listEntries, pointsUnit } from "#lib/ledger/index.ts";
import { getJoining, getRewardLadder, listShop } from "#lib/rewards/index.ts";
import type { Asked } from "./asked-for.ts";

const shownEntries = 20;

/** Everything the page of a member's rewards shows. */
export async function readRewards(ctx: Ctx, userId: string, { entries }: Asked) {
  const [settings, ladder, shop, joining, points] = await Promise.all([
    getSettings(ctx),
    getRewardLadder(ctx, { userId }),
    listShop(ctx),
    getJoining(ctx),
    entries === null
      ? null
      : listEntries(ctx, {
          holderId: userId,
          kinds: ["points"],
          unit: pointsUnit,
          limit: shownEntries,
          ...(entries.cursor === undefined ? {} : { cursor: entries.cursor }),
        }),
  ]);
  return { settings, ladder, shop, joining, points };
}

export type RewardsData = Awaited<ReturnType<typeof readRewards>>;
