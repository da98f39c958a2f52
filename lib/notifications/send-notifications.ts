import { inArray, min } from "drizzle-orm";
import { notifications } from "#db/schema/index.ts";
import { secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { schedule } from "../jobs/index.ts";
import { isTooLateToCall } from "../whop/attempts.ts";
import { afterFailedChange, again } from "../whop/outcome.ts";
import { type Call, type Community, claim } from "./claim.ts";
import { conclude, type Outcome } from "./conclude.ts";
import { ofCompany } from "./rows.ts";

const callsAtOnce = 4;
/** Others have their turn in between. */
const mostRounds = 20;

/** Sends what is due, and has the rest sent when it is. Any number of workers may do it at once. */
export async function sendNotifications(ctx: Ctx, community: Community): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  for (let round = 0; round < mostRounds; round += 1) {
    const { calls, isMore } = await claim(ctx, community);
    await sendAll(ctx, community, calls);
    if (!isMore || ctx.whop.circuit() === "open") break;
  }
  await planNext(ctx);
}

async function sendAll(ctx: Ctx, community: Community, calls: Call[]): Promise<void> {
  const worker = async () => {
    for (let call = calls.shift(); call; call = calls.shift()) {
      const outcome = await send(ctx, community, call);
      await conclude(ctx, [call], outcome);
      // None of the others would be made either: they wait together, not one by one.
      if (outcome.is === "again" && ctx.whop.circuit() === "open")
        await conclude(ctx, calls.splice(0), outcome);
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, worker));
}

async function send(ctx: Ctx, { experienceId }: Community, call: Call): Promise<Outcome> {
  const { batchId, message, to } = call;
  if (isTooLateToCall(ctx.clock.now(), call.claimedAt)) return again("not_sent", say("delivery.tooLate"));
  if (!("team" in to) && experienceId === null) return again("not_sent", say("notification.noExperience"));
  try {
    await ctx.whop.createNotification({
      ...message,
      to:
        "team" in to
          ? { teamOf: ctx.companyId }
          : { experienceId: experienceId ?? "", whopUserIds: to.whopUserIds },
      idempotencyKey: batchId,
    });
    return { is: "sent" };
  } catch (error) {
    return afterFailedChange(error);
  }
}

async function planNext(ctx: Ctx): Promise<void> {
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    const [next] = await tx
      .select({ dueAt: min(notifications.dueAt) })
      .from(notifications)
      .where(ofCompany(ctx, inArray(notifications.state, ["waiting", "calling"])));
    if (!next?.dueAt) return;
    const soon = ctx.clock.now().getTime() + secondMs;
    const dueAt = new Date(Math.max(next.dueAt.getTime(), soon));
    await schedule(ctx, tx, { job: "send-notifications", key: "next", dueAt, payload: { companyId } });
  });
}
