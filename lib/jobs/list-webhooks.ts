import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { type WebhookState, webhookStates } from "#db/enums.ts";
import { webhookEvents } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readTold, type Told } from "../core/said.ts";

export const ListWebhooksInput = z.strictObject({
  state: z.enum(webhookStates).optional(),
  /** Only those that need somebody: parked, refused, unreadable, dead, or sent twice with different content. */
  stuck: z.boolean().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListWebhooksInput = z.input<typeof ListWebhooksInput>;

export type WebhookRecord = {
  webhookId: string;
  type: string | null;
  objectId: string | null;
  state: WebhookState;
  reason: Told | null;
  attempts: number;
  /** Deliveries under the same id with other content; the first is the one that counts. */
  conflicts: number;
  receivedAt: Date;
  processedAt: Date | null;
  /** The content is kept for 90 days; afterwards it cannot be processed again. */
  hasBody: boolean;
};

/** The community's webhooks, newest first, without their content, which names people. */
export async function listWebhooks(ctx: Ctx, input: ListWebhooksInput = {}): Promise<WebhookRecord[]> {
  requireOwner(ctx);
  const { state, stuck, limit } = parseInput(ListWebhooksInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        webhookId: webhookEvents.webhookId,
        type: webhookEvents.type,
        objectId: webhookEvents.objectId,
        state: webhookEvents.state,
        reason: webhookEvents.reason,
        attempts: webhookEvents.attempts,
        conflicts: webhookEvents.conflicts,
        receivedAt: webhookEvents.receivedAt,
        processedAt: webhookEvents.processedAt,
        hasBody: sql<boolean>`${webhookEvents.body} IS NOT NULL`,
      })
      .from(webhookEvents)
      .where(
        and(
          eq(webhookEvents.companyId, ctx.companyId),
          state ? eq(webhookEvents.state, state) : undefined,
          stuck ? isStuck : undefined,
        ),
      )
      .orderBy(desc(webhookEvents.receivedAt))
      .limit(limit),
  );
  return rows.map((row) => ({ ...row, reason: row.reason === null ? null : readTold(row.reason) }));
}

/** Worded as the index webhook_events_stuck is. */
export const isStuck = sql`(${webhookEvents.state} IN ('parked', 'refused', 'poison', 'dead') OR ${webhookEvents.conflicts} > 0)`;
