import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { z } from "zod";
import { redemptionStatuses } from "#db/enums.ts";
import { rewardRedemptions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Told } from "../core/said.ts";
import { displayName, membersById } from "../members/index.ts";
import { productTitles, titleOf } from "./list-rewards.ts";
import { type Redemption, redemptionsOf, withDeliveries } from "./redemption.ts";
import { allowedActions, needsDecision, type RedemptionAction } from "./redemption-actions.ts";
import { describeReward } from "./reward-data.ts";

export const ListRedemptionsInput = z.strictObject({
  status: z.enum(redemptionStatuses).optional(),
  userId: z.uuid().optional(),
  rewardId: z.uuid().optional(),
  /** Only this one. */
  id: z.uuid().optional(),
  /** Only what waits for a person of the team. */
  needsDecision: z.boolean().default(false),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListRedemptionsInput = z.input<typeof ListRedemptionsInput>;

export type ListedRedemption = Redemption & {
  memberName: string;
  summary: Told;
  /** What the team can do with it now. */
  actions: RedemptionAction[];
};

/** Who earned what, newest first. */
export async function listRedemptions(
  ctx: Ctx,
  input: ListRedemptionsInput = {},
): Promise<{ items: ListedRedemption[]; nextCursor: string | null }> {
  requireOwner(ctx);
  const given = parseInput(ListRedemptionsInput, input);
  const { limit } = given;
  return transact(ctx, async (_tx, ctx) => {
    const items: ListedRedemption[] = [];
    let cursor = given.cursor;
    // Whether something needs a decision follows from several rows, so it is looked for page by page.
    for (;;) {
      const page = await readPage(ctx, given, cursor);
      const listed = await describe(ctx, page);
      const now = ctx.clock.now();
      items.push(...(given.needsDecision ? listed.filter((item) => needsDecision(item, now)) : listed));
      cursor = page.at(-1)?.id;
      const isLast = page.length < limit;
      if (items.length >= limit) {
        const shown = items.slice(0, limit);
        const isAll = isLast && items.length === limit;
        return { items: shown, nextCursor: isAll ? null : (shown.at(-1)?.id ?? null) };
      }
      if (isLast) return { items, nextCursor: null };
    }
  });
}

type Filter = z.output<typeof ListRedemptionsInput>;

async function readPage(ctx: Ctx, filter: Filter, cursor: string | undefined): Promise<Redemption[]> {
  const { status, userId, rewardId, id, limit } = filter;
  // Of one that was given or has lapsed, the code may still wait to be taken back.
  const open = ["pending", "approved", "held", "failed", "granted", "claimed", "expired"] as const;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewardRedemptions)
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          status === undefined ? undefined : eq(rewardRedemptions.status, status),
          filter.needsDecision ? inArray(rewardRedemptions.status, open) : undefined,
          id === undefined ? undefined : eq(rewardRedemptions.id, id),
          rewardId === undefined ? undefined : eq(rewardRedemptions.rewardId, rewardId),
          userId === undefined ? undefined : eq(rewardRedemptions.userId, userId),
          cursor === undefined ? undefined : lt(rewardRedemptions.id, cursor),
        ),
      )
      .orderBy(desc(rewardRedemptions.id))
      .limit(limit),
  );
  return withDeliveries(ctx, rows);
}

async function describe(ctx: Ctx, redemptions: readonly Redemption[]): Promise<ListedRedemption[]> {
  const members = await membersById(
    ctx,
    redemptions.map(({ userId }) => userId),
  );
  const titles = await productTitles(
    ctx,
    redemptions.map(({ terms }) => terms),
  );
  const now = ctx.clock.now();
  return redemptions.map((redemption) => {
    const member = members.get(redemption.userId);
    return {
      ...redemption,
      memberName: displayName(member),
      summary: describeReward(redemption.terms.data, titleOf(redemption.terms, titles)),
      actions: allowedActions(redemption, now),
    };
  });
}

/** What the member who asks has earned, newest first. */
export async function listMyRedemptions(ctx: Ctx): Promise<Redemption[]> {
  const { userId } = requireMember(ctx);
  const mine = await transact(ctx, (_tx, ctx) => redemptionsOf(ctx, [userId]));
  return mine.toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
