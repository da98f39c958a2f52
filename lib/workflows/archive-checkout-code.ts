import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { archiveCheckoutCode } from "../rewards/index.ts";

/** The links' checkouts carry another discount, or none: what they carried must not be worth anything any more. */
export async function handle(
  ctx: Ctx,
  { companyId: _, ...which }: JobPayload<"archive-checkout-code">,
): Promise<void> {
  await archiveCheckoutCode(ctx, which);
}
