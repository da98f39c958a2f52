import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";

export type CampaignSums = { members: number; points: number };

const Row = z.object({ campaign_id: z.string(), members: z.coerce.number(), points: z.coerce.number() });

/** How many members have points that count, and how many points, by campaign; nothing for one without any. */
export async function getCampaignSums(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CampaignSums>> {
  requireOwner(ctx);
  if (ids.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT c.campaign_id, sum(c.members) AS members, sum(c.members::bigint * c.points) AS points
        FROM campaign_score_counts c
       WHERE c.company_id = ${ctx.companyId}
         AND c.campaign_id IN (SELECT value::uuid FROM jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
       GROUP BY c.campaign_id`),
  );
  const found = z.array(Row).parse([...rows]);
  return new Map(found.map(({ campaign_id, members, points }) => [campaign_id, { members, points }]));
}
