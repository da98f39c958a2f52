import { refreshCatalog } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";

export async function handle(ctx: Ctx, _payload: JobPayload<"refresh-catalog">): Promise<void> {
  await refreshCatalog(ctx);
}
