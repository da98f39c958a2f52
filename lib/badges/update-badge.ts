import { z } from "zod";
import { badges } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { merge } from "../core/merge.ts";
import { parseInput } from "../core/parse.ts";
import { type Badge, badgesOf } from "./badge.ts";
import { badgeFields } from "./create-badge.ts";

export const UpdateBadgeInput = z.strictObject({
  /** Its key. */
  id: z.string().min(1).max(60),
  name: badgeFields.name.optional(),
  description: badgeFields.description.optional(),
  /** One that is not can no longer be earned; who has it keeps it. */
  isActive: z.boolean().optional(),
});
export type UpdateBadgeInput = z.infer<typeof UpdateBadgeInput>;

/** Renames a badge, or switches it on or off. What it is earned by cannot change: those who have it earned that. */
export async function updateBadge(ctx: Ctx, input: UpdateBadgeInput): Promise<Badge> {
  requireOwner(ctx);
  const { id: key, ...changes } = parseInput(UpdateBadgeInput, input);
  return transact(ctx, async (tx, ctx) => {
    const before = (await badgesOf(ctx)).find((badge) => badge.key === key);
    if (!before) throw notFound("badge");
    const after = merge<Badge>(before, changes);
    const now = ctx.clock.now();
    const onConflict = {
      target: [badges.companyId, badges.key],
      set: taking(badges.name, badges.description, badges.isActive),
    };
    await writeRows(tx, ctx.companyId, badges, [{ ...after, createdAt: now, updatedAt: now }], {
      onConflict,
    });
    await recordAudit(ctx, {
      action: "badge.updated",
      subjectType: "badge",
      subjectId: key,
      details: { name: after.name ?? key, isActive: after.isActive },
    });
    return after;
  });
}
