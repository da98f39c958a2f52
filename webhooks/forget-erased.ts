import { and, eq, inArray } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { users, webhookEvents } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { type Services, systemContext } from "#lib/core/services.ts";
import { pseudonymOf } from "#lib/members/index.ts";
import type { Outcome, Taken } from "./inbox.ts";

const whopUserIds = /user_[A-Za-z0-9_-]{1,60}/g;

/**
 * Empties webhooks that name somebody who was erased, of those kinds that nobody reads: what is read is emptied when
 * it is applied.
 */
export async function forgetErased(
  services: Services,
  taken: readonly Taken[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const unread = outcomes.filter(({ state }) => state !== "processed" && state !== "received");
  const bodies = new Map(taken.map(({ webhookId, body }) => [webhookId, body ?? ""]));
  for (const [companyId, same] of Map.groupBy(unread, (outcome) => outcome.companyId)) {
    if (companyId === null) continue;
    const named = new Map<string, string[]>();
    for (const { webhookId } of same) {
      const ids = new Set(bodies.get(webhookId)?.match(whopUserIds));
      if (ids.size > 0)
        named.set(
          webhookId,
          [...ids].map((id) => pseudonymOf(services.secrets, companyId, id)),
        );
    }
    if (named.size === 0) continue;
    const ctx = systemContext(services, companyId, "webhooks");
    await transact(ctx, async (tx) => {
      const rows = await tx
        .select({ pseudonym: users.whopUserId })
        .from(users)
        .where(and(eq(users.companyId, companyId), inTexts(users.whopUserId, [...named.values()].flat())));
      const erased = new Set(rows.map(({ pseudonym }) => pseudonym));
      const about = [...named].filter(([, pseudonyms]) => pseudonyms.some((one) => erased.has(one)));
      if (about.length === 0) return;
      await tx
        .update(webhookEvents)
        .set({ body: null })
        .where(
          and(
            eq(webhookEvents.companyId, companyId),
            inArray(
              webhookEvents.webhookId,
              about.map(([webhookId]) => webhookId),
            ),
          ),
        );
    });
  }
}
