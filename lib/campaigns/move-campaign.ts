import { inArray } from "drizzle-orm";
import { z } from "zod";
import { campaigns } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import {
  type Campaign,
  type CampaignRow,
  campaignOf,
  getCampaignRow,
  readCampaigns,
  readVersions,
} from "./campaign.ts";
import { checkTerms } from "./check-terms.ts";
import { problemsOfDates } from "./dates.ts";
import { requireMove } from "./moves.ts";
import { scoreOlder } from "./score-older.ts";
import { planNextMove, updateRow, versionOf, writeVersion } from "./write-campaign.ts";

const OfCampaign = z.strictObject({ id: z.uuid() });

type TeamMove = "schedule" | "pause" | "resume" | "end" | "archive";
type Changes = Partial<CampaignRow>;

/** One move of the team's: locked, checked, written, noted, and what time does next put on the clock. */
async function move(
  ctx: Ctx,
  input: unknown,
  name: TeamMove,
  action: string,
  carryOut: (ctx: Ctx, row: CampaignRow) => Promise<Changes>,
): Promise<Campaign> {
  requireOwner(ctx);
  const { id } = parseInput(OfCampaign, input);
  return transact(ctx, async (_tx, ctx) => {
    const row = await getCampaignRow(ctx, id, true);
    const next = requireMove({ status: row.status, isPaused: row.pausedAt !== null }, name);
    const now = ctx.clock.now();
    const pausedAt = next.isPaused ? (row.pausedAt ?? now) : null;
    const written = await updateRow(ctx, row, {
      status: next.status,
      pausedAt,
      ...(await carryOut(ctx, row)),
    });
    await planNextMove(ctx, written);
    if (row.status === "draft" && written.status === "active") await scoreOlder(ctx, written);
    await recordAudit(ctx, {
      action,
      subjectType: "campaign",
      subjectId: id,
      details: { name: row.name, before: row.status, after: written.status },
    });
    return campaignOf(written);
  });
}

export const ScheduleCampaignInput = OfCampaign;
export type ScheduleCampaignInput = z.infer<typeof ScheduleCampaignInput>;

/** The draft's terms become the first version. One whose start is over begins now: it never counts what was before. */
export function scheduleCampaign(ctx: Ctx, input: ScheduleCampaignInput): Promise<Campaign> {
  return move(ctx, input, "schedule", "campaign.scheduled", async (ctx, row) => {
    const now = ctx.clock.now();
    await requireRoom(ctx);
    const { terms } = campaignOf(row);
    const startDate = row.startDate <= now ? now : row.startDate;
    const rewards = await checkTerms(ctx, terms, {
      others: problemsOfDates(startDate, row.endDate, now),
      campaignId: row.id,
      isBinding: true,
    });
    const version = await writeVersion(ctx, row, versionOf(terms, rewards, false));
    return { startDate, version, ...(startDate <= now ? { status: "active" as const } : {}) };
  });
}

const mostOpen = 50;

/** Every referral is looked at by each of them. @throws AppError conflict when there are many already */
async function requireRoom(ctx: Ctx): Promise<void> {
  const open = await readCampaigns(ctx, inArray(campaigns.status, ["scheduled", "active", "settling"]));
  if (open.length >= mostOpen)
    throw new AppError("conflict", say("campaign.mostRunning", { count: mostOpen }));
}

export const PauseCampaignInput = OfCampaign;
export type PauseCampaignInput = z.infer<typeof PauseCampaignInput>;

/** What happens until it is resumed never counts; what happened before does. */
export function pauseCampaign(ctx: Ctx, input: PauseCampaignInput): Promise<Campaign> {
  return move(ctx, input, "pause", "campaign.paused", (ctx, row) => versionWith(ctx, row, true));
}

export const ResumeCampaignInput = OfCampaign;
export type ResumeCampaignInput = z.infer<typeof ResumeCampaignInput>;

export function resumeCampaign(ctx: Ctx, input: ResumeCampaignInput): Promise<Campaign> {
  return move(ctx, input, "resume", "campaign.resumed", (ctx, row) => versionWith(ctx, row, false));
}

/** The same terms again: pausing asks nothing of a reward that was put away since. */
async function versionWith(ctx: Ctx, row: CampaignRow, isPaused: boolean): Promise<Changes> {
  const latest = (await readVersions(ctx, [row.id])).get(row.id)?.at(-1);
  if (latest === undefined) throw new Error("A campaign runs that has no version");
  return { version: await writeVersion(ctx, row, { ...latest.terms, isPaused }) };
}

export const EndCampaignInput = OfCampaign;
export type EndCampaignInput = z.infer<typeof EndCampaignInput>;

/** Ends it now instead of at its date; the settling begins. */
export function endCampaign(ctx: Ctx, input: EndCampaignInput): Promise<Campaign> {
  return move(ctx, input, "end", "campaign.ended_early", async (ctx, row) => {
    const endDate = ctx.clock.now();
    const settling = row.settlesAt.getTime() - row.endDate.getTime();
    return { endDate, settlesAt: new Date(endDate.getTime() + settling) };
  });
}

export const ArchiveCampaignInput = OfCampaign;
export type ArchiveCampaignInput = z.infer<typeof ArchiveCampaignInput>;

/** Puts a draft, one that has not begun, or one whose prizes are given out of the way. */
export function archiveCampaign(ctx: Ctx, input: ArchiveCampaignInput): Promise<Campaign> {
  return move(ctx, input, "archive", "campaign.archived", async (ctx) => ({ archivedAt: ctx.clock.now() }));
}
