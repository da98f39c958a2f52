import { and, eq, sql } from "drizzle-orm";
import type { TenantTx } from "#db/client.ts";
import { webhookEvents } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Serialises what depends on whether a company is there: parking its webhooks, and releasing them. */
export async function lockInboxOf(tx: TenantTx, companyId: string): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('referly.inbox'), hashtext(${companyId}))`);
}

/** Puts the webhooks that waited for this company back into the inbox; returns how many. */
export async function releaseParked(ctx: Ctx): Promise<number> {
  return transact(ctx, async (tx) => {
    await lockInboxOf(tx, ctx.companyId);
    const released = await tx
      .update(webhookEvents)
      .set({
        state: "received",
        reason: null,
        attempts: 0,
        nextAttemptAt: ctx.clock.now(),
        lockedUntil: null,
      })
      .where(and(eq(webhookEvents.companyId, ctx.companyId), eq(webhookEvents.state, "parked")))
      .returning({ webhookId: webhookEvents.webhookId });
    return released.length;
  });
}
