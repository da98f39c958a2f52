import { settleAffiliatesAmong } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";

/** Something that members' commissions depend on changed: those of them who are affiliates are settled. */
export async function handle(ctx: Ctx, { userIds }: JobPayload<"settle-affiliates">): Promise<void> {
  await settleAffiliatesAmong(ctx, userIds ?? "everybody");
}
