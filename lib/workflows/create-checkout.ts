import type { Ctx } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import type { JobPayload } from "../jobs/index.ts";
import { ensureCheckout } from "../links/index.ts";

/** Makes the checkout of a new link, so that its first visitor need not wait for it. */
export async function handle(ctx: Ctx, { codeId }: JobPayload<"create-checkout">): Promise<void> {
  const made = await ensureCheckout(ctx, { codeId });
  // A community whose plans are not known yet: the catalog is being read, a later attempt finds them.
  if (made.outcome === "no_plan") throw new AppError("unavailable", say("link.nothingOnSale"));
  if (made.outcome === "refused") throw new AppError("unavailable", say("link.elsewhere"));
}
