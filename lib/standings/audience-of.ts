import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { campaignParticipants, referralCodes, users } from "#db/schema/index.ts";
import { campaignOf, getCampaignRow } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isInAudience } from "./audience.ts";
import { readScorers } from "./read-scoring.ts";

const first = "00000000-0000-0000-0000-000000000000";

/** Those a campaign is for and who have opened the app before, in the order of their ids, so many at a time. */
export async function* audienceOf(ctx: Ctx, campaignId: string, size: number): AsyncGenerator<string[]> {
  const row = await getCampaignRow(ctx, campaignId);
  const { audience } = campaignOf(row).terms;
  for (let after = first; ; ) {
    const page = await transact(ctx, (tx) =>
      tx
        .selectDistinct({ userId: referralCodes.userId })
        .from(referralCodes)
        .innerJoin(
          users,
          and(eq(users.companyId, ctx.companyId), eq(users.id, referralCodes.userId), isNull(users.erasedAt)),
        )
        .where(and(eq(referralCodes.companyId, ctx.companyId), gt(referralCodes.userId, after)))
        .orderBy(asc(referralCodes.userId))
        .limit(size),
    );
    const last = page.at(-1);
    if (!last) return;
    const userIds = page.map(({ userId }) => userId);
    const scorers = await readScorers(ctx, userIds, [audience]);
    const now = ctx.clock.now();
    yield scorers
      .filter((one) => isInAudience(audience, one, row.startDate, now))
      .map(({ userId }) => userId);
    after = last.userId;
  }
}

/** Those who have brought somebody in a campaign, so many at a time. */
export async function* participantsOf(ctx: Ctx, campaignId: string, size: number): AsyncGenerator<string[]> {
  const { companyId, userId } = campaignParticipants;
  for (let after = first; ; ) {
    const page = await transact(ctx, (tx) =>
      tx
        .select({ userId })
        .from(campaignParticipants)
        .where(
          and(
            eq(companyId, ctx.companyId),
            eq(campaignParticipants.campaignId, campaignId),
            gt(userId, after),
          ),
        )
        .orderBy(asc(userId))
        .limit(size),
    );
    const last = page.at(-1);
    if (!last) return;
    yield page.map((row) => row.userId);
    after = last.userId;
  }
}
