import { sql } from "drizzle-orm";
import { z } from "zod";
import { type ClickClass, clickClasses } from "#db/enums.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** A link, and the instant up to which clicks are asked for. */
export type ClickQuestion = { codeId: string; at: Date };

export type LastClick = {
  clickedAt: Date;
  visitorKey: bigint;
  networkKey: bigint | null;
  byCookie: boolean;
  class: ClickClass;
};

const Row = z.object({
  nth: z.coerce.number(),
  clicked_at: z.coerce.date(),
  visitor: z.coerce.bigint(),
  network: z.coerce.bigint().nullable(),
  by_cookie: z.boolean(),
  class: z.enum(clickClasses),
});

/** Of each question the last click by a person, in the order of the questions; null where there was none. */
export async function lastClicksBefore(
  ctx: Ctx,
  questions: readonly ClickQuestion[],
): Promise<(LastClick | null)[]> {
  if (questions.length === 0) return [];
  const asked = JSON.stringify(questions.map(({ codeId, at }, nth) => ({ nth, code_id: codeId, at })));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT q.nth, c.clicked_at, c.visitor_key::text AS visitor, c.network_key::text AS network, c.by_cookie,
             c.class
      FROM jsonb_to_recordset(${asked}::jsonb) AS q(nth integer, code_id uuid, at timestamptz)
      CROSS JOIN LATERAL (
        SELECT * FROM referral_clicks c
        WHERE c.company_id = ${ctx.companyId} AND c.code_id = q.code_id AND c.clicked_at <= q.at
          AND c.class IN ('human', 'duplicate', 'self')
        ORDER BY c.clicked_at DESC, c.id DESC LIMIT 1) c`),
  );
  const clicks: (LastClick | null)[] = questions.map(() => null);
  for (const row of z.array(Row).parse([...rows])) {
    clicks[row.nth] = {
      clickedAt: row.clicked_at,
      visitorKey: row.visitor,
      networkKey: row.network,
      byCookie: row.by_cookie,
      class: row.class,
    };
  }
  return clicks;
}
