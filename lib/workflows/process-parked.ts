import type { Ctx } from "../core/context.ts";
import { type JobPayload, releaseParked } from "../jobs/index.ts";

/** The community has appeared: what arrived for it before goes back into the inbox. */
export async function handle(ctx: Ctx, _payload: JobPayload<"process-parked">): Promise<void> {
  const released = await releaseParked(ctx);
  if (released > 0) ctx.log.info({ companyId: ctx.companyId, released }, "Parked webhooks were released");
}
