import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { rewardCodes } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, invalidInput } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockReward } from "./lock-reward.ts";
import { serveWaiting } from "./own-codes.ts";

export const AddCodesInput = z.strictObject({
  id: z.uuid(),
  codes: z
    .array(z.string().trim().min(1).max(100))
    .min(1)
    .max(5_000)
    .meta({ description: "One for each member who earns the reward, in this order" }),
});
export type AddCodesInput = z.infer<typeof AddCodesInput>;

/**
 * Puts codes of the owner's own into a reward. Whoever waits for one gets theirs.
 * @throws AppError invalid_input for codes that are told twice, or are in it already
 */
export async function addCodes(ctx: Ctx, input: AddCodesInput): Promise<{ added: number; left: number }> {
  requireOwner(ctx);
  const { id, codes } = parseInput(AddCodesInput, input);
  const twice = codes.findIndex((code, index) => codes.indexOf(code) !== index);
  if (twice >= 0) throw invalidInput({ [`codes.${twice}`]: say("reward.toldTwice") });
  return transact(ctx, async (_tx, ctx) => {
    const reward = await lockReward(ctx, id);
    if (reward.data.type !== "custom" || !reward.data.fromPool)
      throw new AppError("conflict", say("reward.noPool"));
    await refuseKnown(ctx, id, codes);
    const now = ctx.clock.now();
    const rows = codes.map((code) => ({ id: newId(now), rewardId: id, code, createdAt: now }));
    await transact(ctx, (tx) => writeRows(tx, ctx.companyId, rewardCodes, rows));
    await recordAudit(ctx, {
      action: "reward.codes_added",
      subjectType: "reward",
      subjectId: id,
      details: { name: reward.name, added: codes.length },
    });
    await serveWaiting(ctx, id, codes.length);
    return { added: codes.length, left: await countLeft(ctx, id) };
  });
}

async function refuseKnown(ctx: Ctx, rewardId: string, codes: readonly string[]): Promise<void> {
  const [row] = await transact(ctx, (tx) =>
    tx.execute<{ many: string }>(sql`
      SELECT count(*) AS many FROM reward_codes
       WHERE company_id = ${ctx.companyId} AND reward_id = ${rewardId}::uuid
         AND code IN (SELECT value FROM jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`),
  );
  const many = Number(row?.many ?? 0);
  if (many > 0) throw invalidInput({ codes: say("reward.codeKnown", { many }) });
}

async function countLeft(ctx: Ctx, rewardId: string): Promise<number> {
  return transact(ctx, (tx) =>
    tx.$count(
      rewardCodes,
      and(
        eq(rewardCodes.companyId, ctx.companyId),
        eq(rewardCodes.rewardId, rewardId),
        isNull(rewardCodes.redemptionId),
      ),
    ),
  );
}
