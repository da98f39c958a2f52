import { sql } from "drizzle-orm";
import { z } from "zod";
import type { CampaignTerms } from "../campaigns/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import { transact } from "../core/context.ts";
import { countedEvent } from "./allot.ts";

/** Where a member stands in a campaign. */
export type MyStanding = {
  points: number;
  pointsProvisional: number;
  /** Referrals that count. */
  referrals: number;
  /** Referrals that wait to count: that paid, or did what counts instead by the rules of now. */
  referralsProvisional: number;
  /** Null without points that count. */
  rank: number | null;
  /** Of the next who is ahead; null for the first. */
  nextPoints: number | null;
  /** What they won, as places in the campaign's list of prizes, from 0. */
  won: number[];
};

const notOnIt: MyStanding = {
  points: 0,
  pointsProvisional: 0,
  referrals: 0,
  referralsProvisional: 0,
  rank: null,
  nextPoints: null,
  won: [],
};

/** No member has more points: the largest integer of Postgres. */
const highest = sql.raw("2147483647");

const Row = z.object({
  key: z.string(),
  campaign_id: z.string(),
  points: z.number(),
  points_provisional: z.number(),
  referrals: z.number(),
  /** How often each of these waits to count; null where no points wait. */
  waiting: z.object({ joined: z.number(), paid: z.number(), activated: z.number() }).nullable(),
  /** Of all members in the campaign those who have points that count. */
  ranked: z.coerce.number(),
  ahead: z.coerce.number(),
  next_points: z.number().nullable(),
  won: z.array(z.number()),
});
type Row = z.output<typeof Row>;

/** The standing that was read of a member in a campaign, if they have one. */
export function standingIn({ rules }: Pick<CampaignTerms, "rules">, row: Row | undefined): MyStanding {
  if (row === undefined) return notOnIt;
  return {
    points: row.points,
    pointsProvisional: row.points_provisional,
    referrals: row.referrals,
    referralsProvisional: row.waiting?.[countedEvent(rules)] ?? 0,
    rank: row.points > 0 ? row.ahead + 1 : null,
    nextPoints: row.next_points,
    won: row.won,
  };
}

/** By campaign, of members by their id; `<member> <campaign>` asks for one that may be put away by now. */
export const readMyStandings = batchedRead<Map<string, Row>>({
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
        WITH mine AS MATERIALIZED (
          SELECT asked.key, p.*
            FROM jsonb_to_recordset(${asked}::jsonb) AS asked(key text, "userId" uuid, "campaignId" uuid)
            JOIN campaign_participants p ON p.company_id = ${ctx.companyId} AND p.user_id = asked."userId"
             AND (asked."campaignId" IS NULL OR p.campaign_id = asked."campaignId")
        ), places AS MATERIALIZED (
          -- Most have few points: those who have the same share a place, which is found once for all of them. And who
          -- is ahead of one place is ahead of the next, so that each score is looked at once.
          SELECT d.campaign_id, d.points,
                 sum((SELECT sum(c.members) FROM campaign_score_counts c
                       WHERE c.company_id = ${ctx.companyId} AND c.campaign_id = d.campaign_id
                         AND c.points > d.points AND c.points <= d.above))
                   OVER (PARTITION BY d.campaign_id ORDER BY d.points DESC) AS ahead,
                 (SELECT min(c.points) FROM campaign_score_counts c
                   WHERE c.company_id = ${ctx.companyId} AND c.campaign_id = d.campaign_id
                     AND c.points > d.points AND c.members > 0) AS next_points
            FROM (SELECT campaign_id, points, lag(points, 1, ${highest}) OVER (PARTITION BY campaign_id ORDER BY points DESC) AS above
                    FROM (SELECT DISTINCT campaign_id, points FROM mine) m) d
        ), ranked AS MATERIALIZED (
          -- Read together with the places, so that nobody is 1st of none while points are being counted.
          SELECT d.campaign_id, (SELECT sum(c.members) FROM campaign_score_counts c
                                  WHERE c.company_id = ${ctx.companyId} AND c.campaign_id = d.campaign_id
                                    AND c.points > 0) AS members
            FROM (SELECT DISTINCT campaign_id FROM mine) d
        )
        SELECT m.key, m.campaign_id, m.points, m.points_provisional, m.referrals,
               CASE WHEN m.points_provisional = 0 THEN NULL ELSE (
                 SELECT jsonb_build_object('joined', count(*) FILTER (WHERE l.event = 'joined'),
                                           'paid', count(*) FILTER (WHERE l.event = 'paid'),
                                           'activated', count(*) FILTER (WHERE l.event = 'activated'))
                   FROM campaign_points l
                  WHERE l.company_id = m.company_id AND l.campaign_id = m.campaign_id AND l.user_id = m.user_id
                    AND l.status = 'provisional') END AS waiting,
               coalesce(ranked.members, 0) AS ranked, coalesce(places.ahead, 0) AS ahead, places.next_points,
               coalesce((SELECT jsonb_agg(w.prize ORDER BY w.prize) FROM campaign_prizes w
                 WHERE w.company_id = m.company_id AND w.campaign_id = m.campaign_id
                   AND w.user_id = m.user_id), '[]'::jsonb) AS won
          FROM mine m
          JOIN places ON places.campaign_id = m.campaign_id AND places.points = m.points
          JOIN ranked ON ranked.campaign_id = m.campaign_id`),
    );
    const found = z.array(Row).parse([...rows]);
    const byKey = Map.groupBy(found, ({ key }) => key);
    return new Map(
      keys.map((key) => [key, new Map((byKey.get(key) ?? []).map((row) => [row.campaign_id, row]))]),
    );
  },
});
