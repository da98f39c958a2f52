import { z } from "zod";
import { badges } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import type { Badge } from "./badge.ts";
import { BadgeRule } from "./rule.ts";

export const badgeFields = {
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1).max(200).nullable(),
};

export const CreateBadgeInput = z.strictObject({
  name: badgeFields.name,
  description: badgeFields.description.default(null),
  rule: BadgeRule,
});
export type CreateBadgeInput = z.input<typeof CreateBadgeInput>;

/** A badge of the community's own. Members earn it from now on, by what they have done so far, too. */
export async function createBadge(ctx: Ctx, input: CreateBadgeInput): Promise<Badge> {
  requireOwner(ctx);
  const { name, description, rule } = parseInput(CreateBadgeInput, input);
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const badge = { key: newId(now), name, description, rule, isActive: true };
    await tx.insert(badges).values({ ...badge, companyId: ctx.companyId, createdAt: now, updatedAt: now });
    await recordAudit(ctx, {
      action: "badge.created",
      subjectType: "badge",
      subjectId: badge.key,
      details: { name, rule },
    });
    return badge;
  });
}
