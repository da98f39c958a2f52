import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, money, told } from "#app/_edge/wire.ts";
import { reversalPolicies, rewardSides, rewardTriggers, rewardTypes } from "#db/enums.ts";
import type { Ctx } from "#lib/core/context.ts";
import {
  AddCodesInput,
  ArchiveRewardInput,
  addCodes,
  archiveReward,
  CreateRewardInput,
  createReward,
  giveReward,
  ListRewardsInput,
  listRewards,
  listShop,
  type Reward,
  RewardData,
  UpdateRewardInput,
  updateReward,
} from "#lib/rewards/index.ts";

const RewardOutput = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  side: z.enum(rewardSides),
  trigger: z.enum(rewardTriggers),
  threshold: z
    .int()
    .meta({ description: "Referrals that count, or days of a streak, from which on it is earned" }),
  requiresActivation: z.boolean(),
  campaignId: id.nullable(),
  pricePoints: z.int().nullable().meta({ description: "In the points shop" }),
  rewardType: z.enum(rewardTypes),
  data: RewardData,
  autoApply: z.boolean(),
  holdDays: z.int(),
  expiryDays: z.int().nullable(),
  stock: z.int().nullable(),
  stockTaken: z.int(),
  maxPerMember: z.int().nullable(),
  cost: money.nullable().meta({ description: "What one costs the community; for the team only" }),
  budget: money.nullable().meta({ description: "How much all may cost; for the team only" }),
  budgetTaken: money.nullable(),
  warnBelow: z.int().nullable(),
  checkoutCode: z
    .string()
    .nullable()
    .meta({ description: "The promo code that links' checkouts carry for whoever joins" }),
  checkoutRefusal: z
    .object({ refused: told, at: instant })
    .nullable()
    .meta({ description: "Why Whop did not make that code; for the team only" }),
  onReversal: z.enum(reversalPolicies),
  isActive: z.boolean(),
  archivedAt: instant.nullable(),
  createdAt: instant,
});

function present(ctx: Ctx, reward: Reward) {
  const { cost, budgetMinor, budgetTakenMinor, checkoutCode } = reward;
  const inCurrency = (minor: bigint | null) =>
    minor === null || cost === null ? null : { minor, currency: cost.currency };
  const costs = {
    cost,
    budget: inCurrency(budgetMinor),
    budgetTaken: budgetMinor === null ? null : inCurrency(budgetTakenMinor),
  };
  const hidden = { cost: null, budget: null, budgetTaken: null, checkoutRefusal: null };
  const forTeam = ctx.actor.kind === "member" ? hidden : costs;
  return { ...reward, ...forTeam, checkoutCode: checkoutCode?.code ?? null };
}

const ListedReward = RewardOutput.extend({
  left: z.int().nullable().meta({ description: "By stock and budget; null is no limit" }),
  codesLeft: z.int().nullable().meta({ description: "Of the team's own codes" }),
  summary: told.meta({ description: "What it gives, in a few words" }),
  redemptions: z.record(z.string(), z.int()).meta({ description: "How many by status; for the team only" }),
});

export const rewardRoutes = [
  route({
    method: "GET",
    path: "/api/v1/rewards",
    summary: "The community's rewards, nearest first",
    access: "either",
    input: ListRewardsInput,
    output: z.object({ rewards: z.array(ListedReward) }),
    run: async (ctx, input) => ({
      rewards: (await listRewards(ctx, input)).map((reward) => ({ ...reward, ...present(ctx, reward) })),
    }),
  }),
  route({
    method: "POST",
    path: "/api/v1/rewards",
    summary: "Add a reward; members who have reached its milestone already earn it now",
    access: "owner",
    input: CreateRewardInput,
    output: RewardOutput,
    status: 201,
    run: async (ctx, input) => present(ctx, await createReward(ctx, input)),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/rewards/{id}",
    summary: "Change a reward from now on; what was earned keeps its terms",
    access: "owner",
    input: UpdateRewardInput,
    output: RewardOutput,
    run: async (ctx, input) => present(ctx, await updateReward(ctx, input)),
  }),
  route({
    method: "POST",
    path: "/api/v1/rewards/{id}/archive",
    summary: "End a reward; what was earned is still delivered",
    access: "owner",
    input: ArchiveRewardInput,
    output: RewardOutput,
    run: async (ctx, input) => present(ctx, await archiveReward(ctx, input)),
  }),
  route({
    method: "POST",
    path: "/api/v1/rewards/{id}/codes",
    summary: "Put codes of your own into a reward; whoever waits for one gets theirs",
    access: "owner",
    input: AddCodesInput,
    output: z.object({ added: z.int(), left: z.int() }),
    status: 201,
    run: addCodes,
  }),
  route({
    method: "POST",
    path: "/api/v1/rewards/{id}/give",
    summary: "Give members a reward by hand; asked again with the same giftId, it is given once",
    access: "owner",
    input: z.strictObject({
      id,
      giftId: id,
      userIds: z.array(id).min(1).max(500),
      note: z.string().trim().min(1).max(1000).optional().meta({ description: "The members read it" }),
    }),
    output: z.object({
      given: z.array(
        z.object({ userId: id, redemptionId: id, outcome: z.enum(["given", "held", "already"]) }),
      ),
    }),
    run: async (ctx, { id: rewardId, giftId, userIds, note }) => {
      const gift = { rewardId, trigger: "manual" as const, subject: `given:${giftId}` };
      const words = note === undefined ? {} : { note };
      const given = await giveReward(
        ctx,
        userIds.map((userId) => ({ ...gift, ...words, userId })),
      );
      return { given: given.map((one, index) => ({ ...one, userId: userIds[index] ?? "" })) };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/shop",
    summary: "What the member can spend points on, cheapest first",
    access: "member",
    input: z.strictObject({}),
    output: z.object({
      points: z.string().meta({ description: "How many the member has" }),
      items: z.array(
        RewardOutput.extend({
          summary: told,
          pricePoints: z.int(),
          left: z.int().nullable(),
          isAffordable: z.boolean(),
        }),
      ),
    }),
    run: async (ctx) => {
      const { points, items } = await listShop(ctx);
      return {
        points: points.toString(),
        items: items.map((item) => ({ ...item, ...present(ctx, item), pricePoints: item.pricePoints })),
      };
    },
  }),
];
