import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { attributionRules } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { merge } from "../core/merge.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { currentRules, RuleSet, type Rules } from "./rules.ts";

export const UpdateRulesInput = RuleSet.partial();
export type UpdateRulesInput = z.infer<typeof UpdateRulesInput>;

/** Makes a new version; what was decided under an older one stays as it was. */
export async function updateRules(ctx: Ctx, input: UpdateRulesInput): Promise<Rules> {
  requireOwner(ctx);
  const changes = parseInput(UpdateRulesInput, input);
  return transact(ctx, async (tx, ctx) => {
    const before = await currentRules(ctx);
    const after = { ...merge<Rules>(before, changes), version: before.version + 1 };
    const { version: _, ...was } = before;
    const changed = Object.entries(was).some(
      ([name, value]) => !isDeepStrictEqual(Reflect.get(after, name), value),
    );
    if (!changed) return before;
    const written = await tx
      .insert(attributionRules)
      .values({ companyId: ctx.companyId, createdBy: ctx.actor.name, createdAt: ctx.clock.now(), ...after })
      .onConflictDoNothing()
      .returning({ version: attributionRules.version });
    if (written.length === 0) {
      throw new AppError("conflict", say("setting.rulesChanged"));
    }
    await recordAudit(ctx, {
      action: "rules.updated",
      subjectType: "rules",
      subjectId: String(after.version),
      details: { before, after },
    });
    return after;
  });
}
