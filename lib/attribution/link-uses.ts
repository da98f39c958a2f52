import { and, eq, isNull, notInArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { referralCodeOptions, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Credit, CreditLink, Purchase } from "./types.ts";

/** Cancelled because the credit lies elsewhere: such a row is no use of a link and no signup. */
export const movedAway = ["superseded", "no_longer_credited"] as const;

type Person = { id: string };
type Use = { codeId: string; referredId: string; at: Date };

export type LinkUses = {
  /**
   * Uses by others before this purchase, by Whop's timestamps: whose event arrives first does not matter. Zero
   * for a link without a limit.
   */
  before(link: CreditLink, purchase: Purchase, person: Person): number;
  /** What has been decided about one of the people, for those who are decided after them. */
  decided(person: Person, credit: Credit | null): void;
};

type Approached = { link: CreditLink | null };

/**
 * Counts the uses of those links that have a limit. The limits are locked, in the order of their links, so that
 * two who take the last use at once are counted one after the other.
 */
export async function readLinkUses(
  ctx: Ctx,
  cases: readonly { member: Person; purchases: readonly Purchase[] }[],
  approaches: ReadonlyMap<Purchase, Approached>,
): Promise<LinkUses> {
  const asked = cases.flatMap(({ member, purchases }) =>
    purchases.flatMap((purchase) => {
      const link = approaches.get(purchase)?.link ?? null;
      return link === null || link.maxUses === null ? [] : [{ member, purchase, codeId: link.id }];
    }),
  );
  if (asked.length === 0) return { before: () => 0, decided: () => {} };
  const memberIds = cases.map(({ member }) => member.id);
  const codeIds = [...new Set(asked.map(({ codeId }) => codeId))];
  return transact(ctx, async (_tx, ctx) => {
    await lockLimits(ctx, codeIds);
    const byOthers = await countOthers(ctx, asked, memberIds);
    const own = Map.groupBy(await usesBy(ctx, codeIds, memberIds), ({ referredId }) => referredId);
    return {
      before(link, purchase, { id }) {
        const counted = byOthers.get(purchase);
        if (counted === undefined) return 0;
        const comesBefore = (use: Use) => {
          const apart = use.at.getTime() - purchase.startedAt.getTime();
          return apart < 0 || (apart === 0 && use.referredId < id);
        };
        const among = [...own].flatMap(([referredId, uses]) => (referredId === id ? [] : uses));
        return counted + among.filter((use) => use.codeId === link.id && comesBefore(use)).length;
      },
      decided({ id }, credit) {
        // Rows of other links step aside for the new credit, or for none.
        own.set(id, credit ? [{ codeId: credit.codeId, referredId: id, at: credit.signedUpAt }] : []);
      },
    };
  });
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

const Counts = z.array(z.object({ nth: z.coerce.number(), uses: z.coerce.number() }));

/** By people who are not being decided now. */
async function countOthers(
  ctx: Ctx,
  asked: readonly { member: Person; purchase: Purchase; codeId: string }[],
  memberIds: readonly string[],
): Promise<Map<Purchase, number>> {
  const questions = asked.map(({ member, purchase, codeId }, nth) => ({
    nth,
    code_id: codeId,
    member_id: member.id,
    at: purchase.startedAt,
  }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT q.nth, (
        SELECT count(*) FROM referrals
        WHERE ${referrals.companyId} = ${ctx.companyId} AND ${referrals.referralCodeId} = q.code_id
          AND (${referrals.signedUpAt}, ${referrals.referredId}) < (q.at, q.member_id)
          AND NOT (${inIds(referrals.referredId, memberIds)}) AND ${isUse}) AS uses
      FROM jsonb_to_recordset(${JSON.stringify(questions)}::jsonb)
        AS q(nth integer, code_id uuid, member_id uuid, at timestamptz)`),
  );
  const counts = new Map<Purchase, number>();
  for (const { nth, uses } of Counts.parse([...rows])) {
    const question = asked[nth];
    if (question) counts.set(question.purchase, uses);
  }
  return counts;
}

const isUse = or(isNull(referrals.cancelReason), notInArray(referrals.cancelReason, [...movedAway]));

async function usesBy(ctx: Ctx, codeIds: string[], memberIds: readonly string[]): Promise<Use[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        codeId: referrals.referralCodeId,
        referredId: referrals.referredId,
        at: referrals.signedUpAt,
      })
      .from(referrals)
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          inIds(referrals.referredId, memberIds),
          inIds(referrals.referralCodeId, codeIds),
          isUse,
        ),
      ),
  );
  return rows.flatMap(({ codeId, ...use }) => (codeId === null ? [] : [{ ...use, codeId }]));
}
