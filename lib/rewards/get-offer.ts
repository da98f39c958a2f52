import { and, eq, isNull } from "drizzle-orm";
import { campaigns } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";

export type Offer = {
  /** What whoever joins through a link gets; a discount in the checkout before anything that follows. */
  friend: DescribedReward | null;
};

/** What a link promises to whoever follows it, by the rewards that are offered at this moment. */
export async function getOffer(ctx: Ctx): Promise<Offer> {
  return readOffer(ctx);
}

const readOffer = sharedRead<Offer>(async (ctx) => {
  const offered = (await readRewards(ctx, false)).filter(
    ({ side, isActive, checkoutCode, data, trigger }) =>
      isActive &&
      side !== "referrer" &&
      // A discount is promised once the checkouts carry it.
      (data.type !== "discount" || trigger === "per_activation" || checkoutCode !== null),
  );
  const running = offered.some(({ campaignId }) => campaignId !== null) ? await runningCampaigns(ctx) : null;
  const now = offered.filter(({ campaignId }) => campaignId === null || running?.has(campaignId));
  const rank = ({ checkoutCode, campaignId }: DescribedReward) =>
    (checkoutCode === null ? 2 : 0) + (campaignId === null ? 1 : 0);
  return { friend: now.toSorted((a, b) => rank(a) - rank(b))[0] ?? null };
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
