import { readWhopFee } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";

/** A plan takes Whop's own affiliate fee into account: it is asked for once for each payment. */
export async function handle(ctx: Ctx, { paymentId }: JobPayload<"read-payment-fees">): Promise<void> {
  await readWhopFee(ctx, { paymentId });
}
