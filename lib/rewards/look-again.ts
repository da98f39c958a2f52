import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { schedule } from "../jobs/index.ts";

/** Puts the next look at a delivery on the clock, instead of the one that was there. */
export async function lookAgain(ctx: Ctx, deliveryId: string, atMs: number): Promise<void> {
  await transact(ctx, (tx) =>
    schedule(ctx, tx, {
      job: "deliver-reward",
      key: deliveryId,
      dueAt: new Date(atMs),
      payload: { companyId: ctx.companyId, deliveryId },
    }),
  );
}
