import { sql } from "drizzle-orm";
import { z } from "zod";
import type { CampaignTerms } from "../campaigns/index.ts";
import { chunksOf } from "../core/chunks.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { ownCriteria, readScoredReferrals, readScorers } from "./read-scoring.ts";
import type { ScoredReferral, Scorer } from "./scoring.ts";

/** What happened in a community in the days that a forecast looks at. */
export type History = {
  since: Date;
  until: Date;
  scorers: Scorer[];
  referrals: Map<string, ScoredReferral[]>;
};

export const forecastDays = 90;
const membersAtOnce = 500;

export async function readHistory(
  ctx: Ctx,
  terms: readonly Pick<CampaignTerms, "audience" | "rules">[],
): Promise<History> {
  const audiences = terms.map(({ audience }) => audience);
  const criteria = ownCriteria(terms.map(({ rules }) => rules));
  const until = ctx.clock.now();
  const since = new Date(until.getTime() - forecastDays * dayMs);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx.execute(sql`
      SELECT DISTINCT r.referrer_id AS "userId" FROM referrals r
       WHERE r.company_id = ${ctx.companyId}
         AND greatest(r.signed_up_at, r.converted_at, r.activated_at) >= ${since.toISOString()}::timestamptz
       ORDER BY 1`);
    const userIds = z
      .array(z.object({ userId: z.uuid() }))
      .parse([...rows])
      .map(({ userId }) => userId);
    const history: History = { since, until, scorers: [], referrals: new Map() };
    for (const some of chunksOf(userIds, membersAtOnce)) {
      history.scorers.push(...(await readScorers(ctx, some, audiences)));
      for (const [userId, own] of await readScoredReferrals(ctx, some, since, criteria))
        history.referrals.set(userId, own);
    }
    return history;
  });
}

/** Everything later by so much, members' own stories included. */
export function shifted({ scorers, referrals, since, until }: History, byMs: number): History {
  const later = (at: Date) => new Date(at.getTime() + byMs);
  const laterIf = (at: Date | null) => at && later(at);
  return {
    since: later(since),
    until: later(until),
    scorers: scorers.map((scorer) => ({
      ...scorer,
      affiliation: scorer.affiliation.map((one) => ({ ...one, since: later(one.since) })),
      products: scorer.products.map((one) => ({ ...one, from: later(one.from), until: laterIf(one.until) })),
      convertedAt: scorer.convertedAt.map(later),
    })),
    referrals: new Map(
      [...referrals].map(([userId, own]) => [
        userId,
        own.map((one) => ({
          ...one,
          signedUpAt: later(one.signedUpAt),
          convertedAt: laterIf(one.convertedAt),
          activatedAt: laterIf(one.activatedAt),
          ...(one.activations === undefined
            ? {}
            : {
                activations: new Map(
                  [...one.activations].map(([key, { activatedAt, dueAt }]) => [
                    key,
                    { activatedAt: laterIf(activatedAt), dueAt: laterIf(dueAt) },
                  ]),
                ),
              }),
        })),
      ]),
    ),
  };
}
