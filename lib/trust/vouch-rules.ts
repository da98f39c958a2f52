import { eq } from "drizzle-orm";
import { z } from "zod";
import { vouchConfigs } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { invalidInput } from "../core/errors.ts";
import { merge } from "../core/merge.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";

/** When the community vouches by itself: all of it, and nothing refunded to a dispute, held or rejected. */
const AutoVouchCriteria = z.strictObject({
  stayed: z.int().min(1).max(1_000),
  memberDays: z.int().min(0).max(3_650),
});
export type AutoVouchCriteria = z.output<typeof AutoVouchCriteria>;

const limit = z.int().min(0).max(20);
const weight = z.int().min(0).max(100);
const days = z.int().min(0).max(365);

const fields = {
  /** Of the two kinds, how many each member may have given at a time. */
  primaryLimit: limit,
  secondaryLimit: limit,
  /** How many of the community's a member may have. */
  communityLimit: limit,
  /** In percent of what vouches are worth in all. */
  primaryWeight: weight,
  secondaryWeight: weight,
  communityWeight: weight,
  /** Between two vouches that one member gives. */
  cooldownDays: days,
  /** Before somebody vouches again for a member they had taken their vouch back from. */
  reconnectionDays: days,
  /** Null is never. */
  autoVouchCriteria: AutoVouchCriteria.nullable(),
};

export const VouchRules = z.strictObject(fields);
export type VouchRules = z.output<typeof VouchRules>;

export const defaultVouchRules: VouchRules = {
  primaryLimit: 1,
  secondaryLimit: 3,
  communityLimit: 2,
  primaryWeight: 30,
  secondaryWeight: 30,
  communityWeight: 40,
  cooldownDays: 7,
  reconnectionDays: 30,
  autoVouchCriteria: null,
};

export async function getVouchRules(ctx: Ctx): Promise<VouchRules> {
  return transact(ctx, async (tx) => {
    const [row] = await tx.select().from(vouchConfigs).where(eq(vouchConfigs.companyId, ctx.companyId));
    if (!row) return defaultVouchRules;
    const { companyId: _, updatedAt: __, autoVouchCriteria, ...rules } = row;
    return { ...rules, autoVouchCriteria: AutoVouchCriteria.safeParse(autoVouchCriteria).data ?? null };
  });
}

export const UpdateVouchRulesInput = VouchRules.partial();
export type UpdateVouchRulesInput = z.infer<typeof UpdateVouchRulesInput>;

/** Changes what is named and keeps the rest. Vouches that were given stay; everybody's score follows. */
export async function updateVouchRules(ctx: Ctx, input: UpdateVouchRulesInput): Promise<VouchRules> {
  requireOwner(ctx);
  const changes = parseInput(UpdateVouchRulesInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    // Two people who change different fields at once both have their way.
    await tx.insert(vouchConfigs).values({ companyId }).onConflictDoNothing();
    await tx.select().from(vouchConfigs).where(eq(vouchConfigs.companyId, companyId)).for("update");
    const before = await getVouchRules(ctx);
    const after = merge<VouchRules>(before, changes);
    const { primaryWeight, secondaryWeight, communityWeight } = after;
    if (primaryWeight + secondaryWeight + communityWeight !== 100)
      throw invalidInput({ communityWeight: say("trust.weights") });
    if (JSON.stringify(before) === JSON.stringify(after)) return after;
    await tx
      .update(vouchConfigs)
      .set({ ...after, updatedAt: ctx.clock.now() })
      .where(eq(vouchConfigs.companyId, companyId));
    await recordAudit(ctx, {
      action: "vouch_rules.updated",
      subjectType: "company",
      subjectId: companyId,
      details: { before, after },
    });
    await enqueue(ctx, tx, "refresh-trust", { companyId });
    return after;
  });
}
