import { and, eq, isNull } from "drizzle-orm";
import type { RewardTrigger } from "#db/enums.ts";
import { campaigns } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isAtCheckout } from "./checkout-code.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";
import { leftOf } from "./reward.ts";

export type Offer = {
  /** What whoever joins through a link gets; a discount in the checkout before anything that follows. */
  friend: DescribedReward | null;
  /** What whoever brought them gets: for each of them before what takes several. */
  referrer: DescribedReward | null;
};

/**
 * What a link promises to whoever follows it, and to whoever shared it, by the rewards that are offered at this
 * moment; for a campaign's page, by its own ones, also before it begins.
 */
export async function getOffer(ctx: Ctx, of: { campaignId?: string } = {}): Promise<Offer> {
  const { offered, running } = await readOffered(ctx);
  const now = offered.filter(
    ({ campaignId }) => campaignId === null || campaignId === of.campaignId || running.has(campaignId),
  );
  const isPromised = isForFriend(ctx);
  const own = ({ campaignId }: DescribedReward) => Number(campaignId === null);
  return {
    friend: first(now.filter(isPromised), (reward) => (reward.checkoutCode === null ? 2 : 0) + own(reward)),
    referrer: first(
      now.filter(({ side, trigger }) => side !== "referee" && forBringing.includes(trigger)),
      (reward) => own(reward) * forBringing.length + forBringing.indexOf(reward.trigger),
    ),
  };
}

/** What one gets by bringing friends, what comes soonest first. */
const forBringing: readonly RewardTrigger[] = [
  "per_conversion",
  "per_activation",
  "first",
  "milestone",
  "every_nth",
];

function isForFriend(ctx: Ctx): (reward: DescribedReward) => boolean {
  return (reward) => {
    const { side, data, trigger } = reward;
    if (side === "referrer") return false;
    // A discount is promised once the checkouts carry it, and as long as there are some left.
    if (data.type !== "discount" || trigger === "per_activation") return true;
    return isAtCheckout(ctx, reward) && leftOf(reward) !== 0;
  };
}

/** Of those with the same weight, the one that was there first. */
function first(
  found: readonly DescribedReward[],
  weightOf: (reward: DescribedReward) => number,
): DescribedReward | null {
  return found.toSorted((a, b) => weightOf(a) - weightOf(b))[0] ?? null;
}

const readOffered = sharedRead(async (ctx) => {
  const offered = (await readRewards(ctx, false)).filter(({ isActive }) => isActive);
  const ofCampaigns = offered.some(({ campaignId }) => campaignId !== null);
  return { offered, running: ofCampaigns ? await runningCampaigns(ctx) : new Set<string>() };
});

async function runningCampaigns(ctx: Ctx): Promise<Set<string>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.companyId, ctx.companyId),
          eq(campaigns.status, "active"),
          isNull(campaigns.pausedAt),
        ),
      ),
  );
  return new Set(rows.map(({ id }) => id));
}
