import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Taken by whoever writes a member down: they do not wait for each other, only for an erasure. */
export async function lockAgainstErasures(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    tx.execute(
      sql`SELECT pg_advisory_xact_lock_shared(hashtext('referly.erasure'), hashtext(${ctx.companyId}))`,
    ),
  );
}

/** Taken by an erasure: what was known before it is under way no more, what is written after it knows of it. */
export async function lockAgainstWriters(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('referly.erasure'), hashtext(${ctx.companyId}))`),
  );
}
