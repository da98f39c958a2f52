import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Jobs about somebody who was erased go on under their pseudonym, and those that are done keep nothing else either. */
export async function forgetInQueue(ctx: Ctx, whopUserId: string, pseudonym: string): Promise<void> {
  const without = (column: "data" | "output") =>
    sql`replace(${sql.raw(column)}::text, ${whopUserId}, ${pseudonym})::jsonb`;
  await transact(ctx, (tx) =>
    tx.execute(sql`
      UPDATE pgboss.job SET data = ${without("data")}, output = ${without("output")}
      WHERE data ->> 'companyId' = ${ctx.companyId}
        AND position(${whopUserId} IN data::text || coalesce(output::text, '')) > 0`),
  );
}
