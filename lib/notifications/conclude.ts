import { eq, lt } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { notifications } from "#db/schema/index.ts";
import { minuteMs, secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { storeTold, type Told } from "../core/said.ts";
import type { Unapplied } from "../whop/outcome.ts";
import type { Call } from "./claim.ts";
import { type NotificationRow, ofCompany } from "./rows.ts";

export type Outcome = { is: "sent" } | Unapplied;

/** Until the same call is made once more, by how many there were. */
const againAfterMs = [15 * secondMs, minuteMs, 10 * minuteMs];
const laterMs = minuteMs;
/** Somebody has to approve the app again: asked for now and then. */
const refusedForMs = 60 * minuteMs;

/** Writes down how calls ended, of those that still are the current ones. */
export async function conclude(ctx: Ctx, calls: readonly Call[], outcome: Outcome): Promise<void> {
  if (calls.length === 0) return;
  await transact(ctx, async (tx, ctx) => {
    for (const [n, same] of Map.groupBy(calls, (call) => call.n)) {
      const batchIds = same.map(({ batchId }) => batchId);
      const written = await tx
        .update(notifications)
        .set({ ...changeBy(ctx, n, outcome), updatedAt: ctx.clock.now() })
        .where(
          ofCompany(
            ctx,
            inIds(notifications.batchId, batchIds),
            eq(notifications.state, "calling"),
            eq(notifications.attempts, n),
          ),
        )
        .returning({ batchId: notifications.batchId });
      const known = new Set(written.map(({ batchId }) => batchId));
      for (const batchId of batchIds)
        if (!known.has(batchId)) ctx.log.warn({ batchId }, "A late answer was not written");
    }
    if (outcome.is === "held" && outcome.as === "held") await holdAll(ctx, outcome.message);
  });
}

/** `n` is how many calls there have been, this one among them. */
function changeBy(ctx: Ctx, n: number, outcome: Outcome): Partial<NotificationRow> {
  const now = ctx.clock.now();
  const inTime = (ms: number) => new Date(now.getTime() + ms);
  if (outcome.is === "sent") return { state: "sent", sentAt: now, reason: null };
  const reason = "message" in outcome ? storeTold(outcome.message) : null;
  // Of a call that may have arrived earlier, a refusal proves nothing: it goes on under its own key, or ends.
  const mayHaveCome = n > 1;
  switch (outcome.is) {
    case "unknown":
    case "still_unknown":
      return { dueAt: inTime(againAfterMs[n - 1] ?? laterMs), reason };
    case "again": {
      const dueAt = inTime(Math.max(outcome.waitMs, laterMs));
      return mayHaveCome ? { dueAt, reason } : { ...notCalled, dueAt, reason };
    }
    case "held":
      if (mayHaveCome) return { state: "unknown", reason };
      return outcome.as === "held"
        ? { ...notCalled, dueAt: inTime(refusedForMs), reason }
        : { state: "failed", reason };
  }
}

/** It is certain that nothing was sent: the next call has a key of its own. */
const notCalled = { state: "waiting", batchId: null, message: null, attempts: 0 } as const;

/** What one call was refused every other would be, too. */
async function holdAll(ctx: Ctx, why: Told): Promise<void> {
  const until = new Date(ctx.clock.now().getTime() + refusedForMs);
  await transact(ctx, (tx) =>
    tx
      .update(notifications)
      .set({ dueAt: until, reason: storeTold(why), updatedAt: ctx.clock.now() })
      .where(ofCompany(ctx, eq(notifications.state, "waiting"), lt(notifications.dueAt, until))),
  );
}
