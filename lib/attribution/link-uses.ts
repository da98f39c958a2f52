import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { referralCodeOptions, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { readDetails } from "./details.ts";
import { changedHolds, type Hold, heldAt, holdsOf } from "./link-holds.ts";
import type { CreditLink, Decision, Purchase } from "./types.ts";

/** Cancelled because the credit lies elsewhere: such a row is no use of a link and no signup. */
export const movedAway = ["superseded", "no_longer_credited"] as const;

type Person = { id: string; whopUserId: string };

export type LinkUses = {
  isLimited(codeId: string): boolean;
  /**
   * Uses by others when this purchase began, by Whop's timestamps: whose event arrives first does not matter. Zero
   * for a link that never had a limit.
   */
  before(link: CreditLink, purchase: Purchase, person: Person): number;
  /** What has been decided about one of the people; true where others may have to be decided again. */
  decided(person: Person, decision: Decision, touch: "first" | "last"): boolean;
};

const unlimited: LinkUses = { isLimited: () => false, before: () => 0, decided: () => false };

/**
 * Reads the uses of those links that have a limit. The limits are locked, in the order of their links, so that
 * two who take the last use at once are counted one after the other.
 */
export async function readLinkUses(ctx: Ctx, links: Iterable<CreditLink | null>): Promise<LinkUses> {
  const limited = new Set(
    [...links].flatMap((link) => (link !== null && wasEverLimited(link) ? [link.id] : [])),
  );
  if (limited.size === 0) return unlimited;
  return transact(ctx, async (_tx, ctx) => {
    const codeIds = [...limited];
    await lockLimits(ctx, codeIds);
    const held = new Map<string, { whopUserId: string; holds: Hold[] }>();
    for (const { referredId, whopUserId, details } of await readThrough(ctx, codeIds))
      held.set(referredId, { whopUserId, holds: holdsOf(details.weighed, details.touch) });
    return {
      isLimited: (codeId) => limited.has(codeId),
      before(link, { startedAt: at }, { id, whopUserId }) {
        if (!limited.has(link.id)) return 0;
        let uses = 0;
        for (const [otherId, other] of held)
          if (otherId !== id && heldAt(other.holds, other.whopUserId, link.id, { at, whopUserId })) uses += 1;
        return uses;
      },
      decided({ id, whopUserId }, { weighed }, touch) {
        const holds = holdsOf(weighed, touch);
        const changed = changedHolds(held.get(id)?.holds ?? [], holds);
        held.set(id, { whopUserId, holds });
        return [...changed.keys()].some((codeId) => limited.has(codeId));
      },
    };
  });
}

function wasEverLimited({ maxUses, earlier }: CreditLink): boolean {
  return maxUses !== null || earlier.some((before) => before.maxUses !== null);
}

async function lockLimits(ctx: Ctx, codeIds: string[]): Promise<void> {
  const options = referralCodeOptions;
  await transact(ctx, (tx) =>
    tx
      .select({ codeId: options.codeId })
      .from(options)
      .where(and(eq(options.companyId, ctx.companyId), inIds(options.codeId, codeIds)))
      .orderBy(options.codeId)
      .for("update"),
  );
}

const Through = z.array(
  z
    .object({ referred_id: z.string(), whop_user_id: z.string(), details: z.unknown() })
    .transform(({ referred_id, whop_user_id, details }) => ({
      referredId: referred_id,
      whopUserId: whop_user_id,
      details: readDetails(details),
    })),
);
export type Through = z.output<typeof Through>;

/** The last word on everybody who has, or had, a referral through one of these links. */
export async function readThrough(ctx: Ctx, codeIds: readonly string[]): Promise<Through> {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT p.referred_id, u.whop_user_id, d.details
      FROM (SELECT DISTINCT referred_id FROM referrals
             WHERE ${referrals.companyId} = ${ctx.companyId} AND ${inIds(referrals.referralCodeId, codeIds)}) p
      JOIN users u ON u.company_id = ${ctx.companyId} AND u.id = p.referred_id
      CROSS JOIN LATERAL (
        SELECT a.details FROM attribution_decisions a
         WHERE a.company_id = ${ctx.companyId} AND a.referred_id = p.referred_id
         ORDER BY a.id DESC LIMIT 1) d`),
  );
  return Through.parse([...rows]);
}
