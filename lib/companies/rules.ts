import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { touchModels } from "#db/enums.ts";
import { attributionRules } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { ActivationCriteria } from "./activation-criteria.ts";

/** What the owner decides about credit. */
export const RuleSet = z.strictObject({
  touch: z.enum(touchModels),
  windowDays: z.int().min(1).max(365),
  creditExistingCustomers: z.boolean(),
  countTrials: z.boolean(),
  countFree: z.boolean(),
  /** When a referred member is activated; null is never. */
  activation: ActivationCriteria.nullable(),
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
  activation: null,
};

export const currentRules = sharedRead<Rules>((ctx) =>
  transact(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(attributionRules)
      .where(eq(attributionRules.companyId, ctx.companyId))
      .orderBy(desc(attributionRules.version))
      .limit(1);
    return row ? rulesFromRow(row) : firstRules;
  }),
);

/** Tells the rules that stood at a moment: new rules bind those who come after them. Before all, the first ones. */
export async function readRulesInForce(ctx: Ctx): Promise<(at: Date) => Rules> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(attributionRules)
      .where(eq(attributionRules.companyId, ctx.companyId))
      .orderBy(asc(attributionRules.version)),
  );
  return (at) => {
    const row = rows.findLast(({ createdAt }) => createdAt <= at) ?? rows[0];
    return row ? rulesFromRow(row) : firstRules;
  };
}

function rulesFromRow(row: typeof attributionRules.$inferSelect): Rules {
  const { companyId: _, createdBy: __, createdAt: ___, activation, ...rules } = row;
  return { ...rules, activation: ActivationCriteria.safeParse(activation).data ?? null };
}
