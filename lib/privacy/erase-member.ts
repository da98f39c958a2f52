import { z } from "zod";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { getMember } from "../members/index.ts";
import { refuseWhileOpen } from "./refuse-while-open.ts";

export const EraseMemberInput = z.strictObject({
  /** The member themself when left out. */
  userId: z.uuid().optional(),
  /** Earnings that are not paid yet cannot be paid to somebody unknown: the member does without them. */
  giveUpEarnings: z.boolean().default(false),
});
export type EraseMemberInput = z.input<typeof EraseMemberInput>;

/**
 * Has everything forgotten by which a member can be recognised; a job does it within a minute. Only the team may
 * name somebody else.
 * @throws AppError forbidden, not_found, conflict while something is on its way to the member, or when they are erased
 */
export async function eraseMember(ctx: Ctx, input: EraseMemberInput = {}): Promise<{ userId: string }> {
  const { userId: named, giveUpEarnings } = parseInput(EraseMemberInput, input);
  const userId = whose(ctx, named);
  return transact(ctx, async (tx, ctx) => {
    const member = await getMember(ctx, { userId });
    if (member.erasedAt) throw new AppError("conflict", say("privacy.erased"));
    await refuseWhileOpen(ctx, member, { giveUpEarnings });
    await recordAudit(ctx, { action: "member.erasure_requested", subjectType: "member", subjectId: userId });
    await enqueue(ctx, tx, "erase-member", { companyId: ctx.companyId, userId, giveUpEarnings });
    return { userId };
  });
}
