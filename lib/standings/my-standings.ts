import { sql } from "drizzle-orm";
import { z } from "zod";
import { batchedRead } from "../core/batched-read.ts";
import { transact } from "../core/context.ts";

/** Where a member stands in a campaign. */
export type MyStanding = {
  points: number;
  pointsProvisional: number;
  /** Referrals that count. */
  referrals: number;
  /** Null without points that count. */
  rank: number | null;
  /** Of the next who is ahead; null for the first. */
  nextPoints: number | null;
  /** What they won, as places in the campaign's list of prizes, from 0. */
  won: number[];
};

export const notOnIt: MyStanding = {
  points: 0,
  pointsProvisional: 0,
  referrals: 0,
  rank: null,
  nextPoints: null,
  won: [],
};

const Row = z.object({
  key: z.string(),
  campaign_id: z.string(),
  points: z.number(),
  points_provisional: z.number(),
  referrals: z.number(),
  ahead: z.coerce.number(),
  next_points: z.number().nullable(),
  won: z.array(z.number()),
});

/** By campaign, of members by their id; `<member> <campaign>` asks for one that may be put away by now. */
export const readMyStandings = batchedRead<Map<string, MyStanding>>({
  mostKeys: 500,
  async load(ctx, keys) {
    const asked = JSON.stringify(
      keys.map((key) => {
        const [userId, campaignId = null] = key.split(" ");
        return { key, userId, campaignId };
      }),
    );
    const rows = await transact(ctx, (tx) =>
      tx.execute(sql`
        SELECT asked.key, p.campaign_id, p.points, p.points_provisional, p.referrals,
               (SELECT coalesce(sum(c.members), 0) FROM campaign_score_counts c
                 WHERE c.company_id = p.company_id AND c.campaign_id = p.campaign_id
                   AND c.points > p.points) AS ahead,
               (SELECT min(c.points) FROM campaign_score_counts c
                 WHERE c.company_id = p.company_id AND c.campaign_id = p.campaign_id
                   AND c.points > p.points AND c.members > 0) AS next_points,
               coalesce((SELECT jsonb_agg(w.prize ORDER BY w.prize) FROM campaign_prizes w
                 WHERE w.company_id = p.company_id AND w.campaign_id = p.campaign_id
                   AND w.user_id = p.user_id), '[]'::jsonb) AS won
          FROM jsonb_to_recordset(${asked}::jsonb) AS asked(key text, "userId" uuid, "campaignId" uuid)
          JOIN campaign_participants p ON p.company_id = ${ctx.companyId} AND p.user_id = asked."userId"
           AND (asked."campaignId" IS NULL OR p.campaign_id = asked."campaignId")`),
    );
    const found = z.array(Row).parse([...rows]);
    const byKey = Map.groupBy(found, ({ key }) => key);
    return new Map(
      keys.map((key) => [
        key,
        new Map(
          (byKey.get(key) ?? []).map((row) => [
            row.campaign_id,
            {
              points: row.points,
              pointsProvisional: row.points_provisional,
              referrals: row.referrals,
              rank: row.points > 0 ? row.ahead + 1 : null,
              nextPoints: row.next_points,
              won: row.won,
            },
          ]),
        ),
      ]),
    );
  },
});
