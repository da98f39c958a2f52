import { and, asc, desc, eq, lte } from "drizzle-orm";
import { z } from "zod";
import { touchModels } from "#db/enums.ts";
import { attributionRules } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** What the owner decides about credit. */
export const RuleSet = z.strictObject({
  touch: z.enum(touchModels),
  windowDays: z.int().min(1).max(365),
  creditExistingCustomers: z.boolean(),
  countTrials: z.boolean(),
  countFree: z.boolean(),
});
export type RuleSet = z.infer<typeof RuleSet>;

/** A rule set in force; every decision names the version it was taken under. */
export type Rules = RuleSet & { version: number };

export const firstRules: Rules = {
  version: 1,
  touch: "last",
  windowDays: 30,
  creditExistingCustomers: false,
  countTrials: false,
  countFree: false,
};

export async function currentRules(ctx: Ctx): Promise<Rules> {
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(attributionRules)
      .where(eq(attributionRules.companyId, ctx.companyId))
      .orderBy(desc(attributionRules.version))
      .limit(1);
    return row ? rulesFromRow(row) : firstRules;
  });
}

/** The rules that stood at a moment: new rules bind those who come after them. Before all, the first ones. */
export async function rulesInForce(ctx: Ctx, at: Date): Promise<Rules> {
  return transact(ctx, async (tx) => {
    const here = eq(attributionRules.companyId, ctx.companyId);
    const then = and(here, lte(attributionRules.createdAt, at));
    const newest = desc(attributionRules.version);
    const [row] = await tx.select().from(attributionRules).where(then).orderBy(newest).limit(1);
    if (row) return rulesFromRow(row);
    const [first] = await tx
      .select()
      .from(attributionRules)
      .where(here)
      .orderBy(asc(attributionRules.version))
      .limit(1);
    return first ? rulesFromRow(first) : firstRules;
  });
}

function rulesFromRow(row: typeof attributionRules.$inferSelect): Rules {
  const { companyId: _, createdBy: __, createdAt: ___, ...rules } = row;
  return rules;
}
