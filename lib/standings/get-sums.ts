import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";

export type CampaignSums = { members: number; points: number; pointsProvisional: number };

const Row = z.object({
  campaign_id: z.string(),
  members: z.coerce.number(),
  points: z.coerce.number(),
  waiting: z.coerce.number(),
});

/** How many members have points that count, how many points, and how many more wait, by campaign. */
export async function getCampaignSums(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CampaignSums>> {
  requireOwner(ctx);
  if (ids.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT asked.id AS campaign_id, coalesce(counted.members, 0) AS members, coalesce(counted.points, 0) AS points,
             -- What is frozen waits for nothing.
             CASE WHEN c.frozen_at IS NULL THEN coalesce((SELECT sum(p.points_provisional)
               FROM campaign_participants p
              WHERE p.company_id = c.company_id AND p.campaign_id = c.id), 0) ELSE 0 END AS waiting
        FROM (SELECT value::uuid AS id FROM jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) asked
        JOIN campaigns c ON c.company_id = ${ctx.companyId} AND c.id = asked.id
        LEFT JOIN LATERAL (SELECT sum(s.members) AS members, sum(s.members::bigint * s.points) AS points
          FROM campaign_score_counts s WHERE s.company_id = c.company_id AND s.campaign_id = c.id) counted ON true`),
  );
  const found = z.array(Row).parse([...rows]);
  return new Map(
    found.map(({ campaign_id, members, points, waiting }) => [
      campaign_id,
      { members, points, pointsProvisional: waiting },
    ]),
  );
}
