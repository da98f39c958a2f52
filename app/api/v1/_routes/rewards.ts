import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { reversalPolicies, rewardTypes } from "#db/enums.ts";
import {
  ArchiveRewardInput,
  archiveReward,
  CreateRewardInput,
  createReward,
  ListRewardsInput,
  listRewards,
  RewardData,
  UpdateRewardInput,
  updateReward,
} from "#lib/rewards/index.ts";

const RewardOutput = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  threshold: z.int().meta({ description: "Referrals that count, from which on it is earned" }),
  rewardType: z.enum(rewardTypes),
  data: RewardData,
  autoApply: z.boolean(),
  holdDays: z.int(),
  expiryDays: z.int().nullable(),
  stock: z.int().nullable(),
  stockTaken: z.int(),
  onReversal: z.enum(reversalPolicies),
  isActive: z.boolean(),
  archivedAt: instant.nullable(),
  createdAt: instant,
});

const ListedReward = RewardOutput.extend({
  summary: z.string().meta({ description: "What it gives, in a few words" }),
  redemptions: z.record(z.string(), z.int()).meta({ description: "How many by status; for the team only" }),
});

export const rewardRoutes = [
  route({
    method: "GET",
    path: "/api/v1/rewards",
    summary: "The community's milestones, nearest first",
    access: "either",
    input: ListRewardsInput,
    output: z.object({ rewards: z.array(ListedReward) }),
    run: async (ctx, input) => ({ rewards: await listRewards(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/rewards",
    summary: "Add a milestone; members who have reached it already earn it now",
    access: "owner",
    input: CreateRewardInput,
    output: RewardOutput,
    status: 201,
    run: createReward,
  }),
  route({
    method: "PATCH",
    path: "/api/v1/rewards/{id}",
    summary: "Change a reward from now on; what was earned keeps its terms",
    access: "owner",
    input: UpdateRewardInput,
    output: RewardOutput,
    run: updateReward,
  }),
  route({
    method: "POST",
    path: "/api/v1/rewards/{id}/archive",
    summary: "End a reward; what was earned is still delivered",
    access: "owner",
    input: ArchiveRewardInput,
    output: RewardOutput,
    run: archiveReward,
  }),
];
