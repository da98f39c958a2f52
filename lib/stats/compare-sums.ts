import { sql } from "drizzle-orm";
import { z } from "zod";
import { clickClasses, statsPeriods } from "#db/enums.ts";
import { dayMs, floorTo } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** A stored number that is not what the rows give. */
export type SumDifference =
  | { of: "scores"; period: string; periodStart: string; score: number; stored: number; rows: number }
  | { of: "day"; day: string; name: string; stored: string; rows: string }
  | { of: "link"; codeId: string; day: string };

const Score = z.array(
  z.object({
    period: z.enum(statsPeriods),
    periodStart: z.string(),
    score: z.number(),
    stored: z.coerce.number(),
    rows: z.coerce.number(),
  }),
);

/** The histogram of scores against the members' scores. */
export async function compareScores(ctx: Ctx): Promise<SumDifference[]> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT period, period_start::text AS "periodStart", score, coalesce(c.members, 0) AS stored,
             coalesce(m.members, 0) AS rows
      FROM (SELECT period, period_start, score, members FROM score_counts WHERE company_id = ${companyId}) c
      FULL JOIN (SELECT period, period_start, score, count(*)::integer AS members FROM member_stats
                  WHERE company_id = ${companyId} AND score > 0 GROUP BY 1, 2, 3) m USING (period, period_start, score)
      WHERE c.members IS DISTINCT FROM m.members
      ORDER BY 1, 2, 3`),
  );
  return Score.parse([...rows]).map((row) => ({ of: "scores", ...row }));
}

const Day = z.array(z.object({ day: z.string(), name: z.string(), stored: z.string(), rows: z.string() }));

/** The company's days against the sums of the members' days, number by number. */
export async function compareDays(ctx: Ctx): Promise<SumDifference[]> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH stored AS (
        SELECT s.day, n.name, n.many FROM company_stats s CROSS JOIN LATERAL (${numbersOf("s")}) AS n(name, many)
        WHERE s.company_id = ${companyId}
      ), summed AS (
        SELECT m.period_start AS day, n.name, sum(n.many) AS many
        FROM member_stats m CROSS JOIN LATERAL (${numbersOf("m")}) AS n(name, many)
        WHERE m.company_id = ${companyId} AND m.period = 'day'
        GROUP BY 1, 2
      )
      SELECT day::text AS day, name, coalesce(stored.many, 0)::text AS stored, coalesce(summed.many, 0)::text AS rows
      FROM stored FULL JOIN summed USING (day, name)
      WHERE coalesce(stored.many, 0) <> coalesce(summed.many, 0)
      ORDER BY 1, 2`),
  );
  return Day.parse([...rows]).map((row) => ({ of: "day", ...row }));
}

function numbersOf(row: "s" | "m") {
  const of = sql.raw(row);
  const brought = ["signups", "conversions_confirmed", "conversions_provisional", "conversions_clicked"];
  const counts = [...clickClasses, ...brought].map(
    (name) => sql`(${sql.raw(`'${name}'`)}, ${of}.${sql.identifier(name)}::numeric)`,
  );
  const amounts = ["gross", "refunded", "net"].map((name) => {
    const named = sql.raw(`'${name}'`);
    return sql`SELECT ${named} || ' ' || (r.one ->> 'currency'), (r.one ->> ${named})::numeric
      FROM jsonb_array_elements(${of}.revenue) AS r(one)`;
  });
  return sql`VALUES ${sql.join(counts, sql.raw(", "))} UNION ALL ${sql.join(amounts, sql.raw(" UNION ALL "))}`;
}

const Link = z.array(z.object({ codeId: z.string(), day: z.string() }));

/** The links' days against the clicks that are still kept; the last two days are still being counted. */
export async function compareLinks(ctx: Ctx): Promise<SumDifference[]> {
  const { companyId } = ctx;
  const until = new Date(floorTo(ctx.clock.now(), dayMs).getTime() - dayMs).toISOString();
  const stored = sql.join(
    clickClasses.map((name) => sql`l.${sql.identifier(name)}`),
    sql.raw(", "),
  );
  const counted = sql.join(
    clickClasses.map((name) => sql`count(*) FILTER (WHERE k.class = ${name})::integer`),
    sql.raw(", "),
  );
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT k.code_id AS "codeId", k.day::text AS day
      FROM (SELECT c.code_id, (c.clicked_at AT TIME ZONE 'UTC')::date AS day, c.class FROM referral_clicks c
             WHERE c.company_id = ${companyId} AND c.clicked_at < ${until}::timestamptz) k
      LEFT JOIN link_stats l ON l.company_id = ${companyId} AND l.code_id = k.code_id AND l.day = k.day
      GROUP BY k.code_id, k.day, ${stored}
      HAVING (${stored}) IS DISTINCT FROM (${counted})
      ORDER BY 2, 1`),
  );
  return Link.parse([...rows]).map((row) => ({ of: "link", ...row }));
}
