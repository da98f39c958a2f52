import { and, asc, count, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { type RedemptionStatus, redemptionStatuses } from "#db/enums.ts";
import { products, rewardRedemptions, rewards } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Told } from "../core/said.ts";
import { asShared } from "../core/text-of.ts";
import { withUsesAtCheckout } from "./checkout-uses.ts";
import { ownCodesLeft } from "./own-codes.ts";
import { leftOf, type Reward, rewardFromRow } from "./reward.ts";
import { describeReward } from "./reward-data.ts";

export const ListRewardsInput = z.strictObject({ includeArchived: z.boolean().default(false) });
export type ListRewardsInput = z.input<typeof ListRewardsInput>;

export type ListedReward = Reward & {
  /** What it gives, in a few words. */
  summary: Told;
  /** The product it is good for, where it is for one. */
  productTitle: string | null;
  /** How many are left by stock and budget; null is no limit. */
  left: number | null;
  /** Of the team's own codes, where it gives those. */
  codesLeft: number | null;
  /** Redemptions by status; for the team only, empty for a member. */
  redemptions: Partial<Record<RedemptionStatus, number>>;
};

/** The community's rewards, nearest first. */
export async function listRewards(ctx: Ctx, input: ListRewardsInput = {}): Promise<ListedReward[]> {
  const { includeArchived } = parseInput(ListRewardsInput, input);
  const audience = ctx.actor.kind === "member" ? "member" : "owner";
  return (await readListed(ctx, `${audience} ${includeArchived ? "all" : "offered"}`)) ?? [];
}

const readListed = batchedRead<ListedReward[]>({
  mostKeys: 1,
  load: async (ctx, [key = ""]) => {
    const [audience, which] = key.split(" ");
    const found = await readRewards(ctx, which === "all");
    const counts = audience === "member" ? new Map() : await countByStatus(ctx);
    const codes = found.some(isFromPool) ? await ownCodesLeft(ctx) : new Map<string, number>();
    const listed = found.map((reward) => ({
      ...reward,
      left: leftOf(reward),
      codesLeft: isFromPool(reward) ? (codes.get(reward.id) ?? 0) : null,
      redemptions: counts.get(reward.id) ?? {},
    }));
    return new Map([[key, listed]]);
  },
});

function isFromPool({ data }: Pick<Reward, "data">): boolean {
  return data.type === "custom" && data.fromPool;
}

export type DescribedReward = Reward & Pick<ListedReward, "summary" | "productTitle">;

export async function readRewards(ctx: Ctx, includeArchived: boolean): Promise<DescribedReward[]> {
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(rewards)
      .where(
        and(eq(rewards.companyId, ctx.companyId), includeArchived ? undefined : isNull(rewards.archivedAt)),
      )
      .orderBy(asc(rewards.threshold), asc(rewards.createdAt), asc(rewards.id));
    const found = await withUsesAtCheckout(ctx, rows.map(rewardFromRow));
    const titles = await productTitles(ctx, found);
    return found.map((reward) => {
      const productTitle = titleOf(reward, titles);
      return asShared({ ...reward, productTitle, summary: describeReward(reward.data, productTitle) });
    });
  });
}

async function countByStatus(ctx: Ctx): Promise<Map<string, Partial<Record<RedemptionStatus, number>>>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ rewardId: rewardRedemptions.rewardId, status: rewardRedemptions.status, number: count() })
      .from(rewardRedemptions)
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          inArray(rewardRedemptions.status, [...redemptionStatuses]),
        ),
      )
      .groupBy(rewardRedemptions.rewardId, rewardRedemptions.status),
  );
  const byReward = new Map<string, Partial<Record<RedemptionStatus, number>>>();
  for (const { rewardId, status, number } of rows) {
    byReward.set(rewardId, { ...byReward.get(rewardId), [status]: number });
  }
  return byReward;
}

/** Titles of the products that rewards are good for, as last read from Whop. */
export async function productTitles(
  ctx: Ctx,
  given: readonly Pick<Reward, "data">[],
): Promise<Map<string, string>> {
  const ids = given.flatMap(({ data }) => ("productId" in data && data.productId ? [data.productId] : []));
  if (ids.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: products.productId, title: products.title })
      .from(products)
      .where(and(eq(products.companyId, ctx.companyId), inArray(products.productId, [...new Set(ids)]))),
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

export function titleOf({ data }: Pick<Reward, "data">, titles: ReadonlyMap<string, string>): string | null {
  return "productId" in data && data.productId ? (titles.get(data.productId) ?? null) : null;
}
