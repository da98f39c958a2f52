import { z } from "zod";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { type CampaignRow, getCampaignRow } from "./campaign.ts";
import { afterMove } from "./moves.ts";
import { scoreOlder } from "./score-older.ts";
import { planNextMove, updateRow } from "./write-campaign.ts";

export const AdvanceCampaignInput = z.strictObject({ campaignId: z.uuid() });
export type AdvanceCampaignInput = z.infer<typeof AdvanceCampaignInput>;

/**
 * Begins and closes a campaign when its time has come; called early or again, it only sets the clock. Answers
 * whether the settling is over too: what follows from it is for whoever keeps the standings.
 */
export async function advanceCampaign(
  ctx: Ctx,
  input: AdvanceCampaignInput,
): Promise<{ isSettled: boolean }> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { campaignId } = parseInput(AdvanceCampaignInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const now = ctx.clock.now();
    let row = await getCampaignRow(ctx, campaignId, true);
    if (row.status === "scheduled" && row.startDate <= now) {
      row = await advance(ctx, row, "begin");
      await scoreOlder(ctx, row);
    }
    if (row.status === "active" && row.endDate <= now) row = await advance(ctx, row, "close");
    await planNextMove(ctx, row);
    return { isSettled: row.status === "ended" || (row.status === "settling" && row.settlesAt <= now) };
  });
}

async function advance(ctx: Ctx, row: CampaignRow, move: "begin" | "close"): Promise<CampaignRow> {
  const next = afterMove({ status: row.status, isPaused: row.pausedAt !== null }, move);
  if (next === null) throw new Error(`A campaign that is ${row.status} was to ${move}`);
  const written = await updateRow(ctx, row, { status: next.status, pausedAt: null });
  await recordAudit(ctx, {
    action: move === "begin" ? "campaign.begun" : "campaign.closed",
    subjectType: "campaign",
    subjectId: row.id,
    details: { name: row.name, before: row.status, after: next.status },
  });
  return written;
}
