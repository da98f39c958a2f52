import { createHash, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { campaigns, campaignVersions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { schedule, unschedule } from "../jobs/index.ts";
import type { CampaignRow } from "./campaign.ts";
import type { PrizeReward } from "./check-terms.ts";
import { planNews } from "./plan-news.ts";
import type { CampaignTerms, VersionTerms } from "./terms.ts";

/** What the draw of a campaign will be made with: the seed stays ours until the draw, its hash is shown at once. */
export function newRaffle(): { raffleSeed: string; raffleSeedHash: string } {
  const raffleSeed = randomBytes(32).toString("hex");
  return { raffleSeed, raffleSeedHash: createHash("sha256").update(raffleSeed).digest("hex") };
}

export async function updateRow(
  ctx: Ctx,
  row: CampaignRow,
  changes: Partial<CampaignRow>,
): Promise<CampaignRow> {
  const updatedAt = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx
      .update(campaigns)
      .set({ ...changes, updatedAt })
      .where(and(eq(campaigns.companyId, ctx.companyId), eq(campaigns.id, row.id))),
  );
  return { ...row, ...changes, updatedAt };
}

/** From now on these terms are in force. */
export async function writeVersion(
  ctx: Ctx,
  row: Pick<CampaignRow, "id" | "version">,
  terms: VersionTerms,
): Promise<number> {
  const now = ctx.clock.now();
  const version = row.version + 1;
  await transact(ctx, (tx) =>
    tx.insert(campaignVersions).values({
      companyId: ctx.companyId,
      campaignId: row.id,
      version,
      terms,
      validFrom: now,
      createdBy: ctx.actor.kind === "system" ? null : ctx.actor.userId,
      createdAt: now,
    }),
  );
  return version;
}

/** Terms with what else a version of them has to know. */
export function versionOf(
  terms: CampaignTerms,
  rewards: ReadonlyMap<string, PrizeReward>,
  isPaused: boolean,
): VersionTerms {
  const prizeCosts = terms.prizes.map(({ rewardId }) => {
    const cost = rewards.get(rewardId)?.cost;
    return cost ? String(cost.minor) : null;
  });
  return { ...terms, prizeCosts, isPaused };
}

/** Has time move the campaign at its next instant, to the second. */
export async function planNextMove(ctx: Ctx, row: CampaignRow): Promise<void> {
  const dueAt = nextInstantOf(row);
  const { companyId } = ctx;
  const timer = { job: "advance-campaign", key: row.id } as const;
  await transact(ctx, (tx) =>
    dueAt === null
      ? unschedule(ctx, tx, timer)
      : schedule(ctx, tx, { ...timer, dueAt, payload: { companyId, campaignId: row.id } }),
  );
  await planNews(ctx, row);
}

function nextInstantOf({ status, startDate, endDate, settlesAt }: CampaignRow): Date | null {
  switch (status) {
    case "scheduled":
      return startDate;
    case "active":
      return endDate;
    case "settling":
      return settlesAt;
    default:
      return null;
  }
}
