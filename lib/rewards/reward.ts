import { z } from "zod";
import { type ReversalPolicy, type RewardType, reversalPolicies, rewardTypes } from "#db/enums.ts";
import type { rewards } from "#db/schema/index.ts";
import { type RewardData, readRewardData } from "./reward-data.ts";

export type Reward = {
  id: string;
  name: string;
  description: string | null;
  threshold: number;
  rewardType: RewardType;
  data: RewardData;
  autoApply: boolean;
  holdDays: number;
  expiryDays: number | null;
  stock: number | null;
  stockTaken: number;
  onReversal: ReversalPolicy;
  isActive: boolean;
  archivedAt: Date | null;
  createdAt: Date;
};

export function rewardFromRow(row: typeof rewards.$inferSelect): Reward {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    threshold: row.threshold,
    rewardType: row.rewardType,
    data: readRewardData(row.rewardType, row.rewardData),
    autoApply: row.autoApply,
    holdDays: row.holdDays,
    expiryDays: row.expiryDays,
    stock: row.stock,
    // Only counted while there is a limit; a figure of an earlier one says nothing.
    stockTaken: row.stock === null ? 0 : row.stockTaken,
    onReversal: row.onReversal,
    isActive: row.isActive,
    archivedAt: row.archivedAt,
    createdAt: row.createdAt,
  };
}

const StoredTerms = z.object({
  name: z.string(),
  threshold: z.int().positive(),
  rewardType: z.enum(rewardTypes),
  rewardData: z.record(z.string(), z.unknown()),
  autoApply: z.boolean(),
  holdDays: z.int().min(0),
  expiryDays: z.int().positive().nullable(),
  onReversal: z.enum(reversalPolicies),
});

/** A reward as it was promised to one member when they earned it. */
export type Terms = Omit<z.infer<typeof StoredTerms>, "rewardData"> & { data: RewardData };

export function termsOf(reward: Reward): z.infer<typeof StoredTerms> {
  const { type: _type, ...rewardData } = reward.data;
  const { name, threshold, rewardType, autoApply, holdDays, expiryDays, onReversal } = reward;
  return { name, threshold, rewardType, rewardData, autoApply, holdDays, expiryDays, onReversal };
}

export function readTerms(stored: unknown): Terms {
  const { rewardData, ...terms } = StoredTerms.parse(stored);
  return { ...terms, data: readRewardData(terms.rewardType, rewardData) };
}
