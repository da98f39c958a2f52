import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Until the end of the transaction nobody else of the community screens, or changes what is screened by. */
export async function lockScreening(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('referly.screening'), hashtext(${ctx.companyId}))`),
  );
}
