import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueue, type JobPayload } from "../jobs/index.ts";
import { refreshTrust, trustPages } from "../trust/index.ts";

/** As many as a refresh takes. */
const mostMembers = 1_000;

/** What members' scores are made of changed, or a day went by. */
export async function handle(ctx: Ctx, payloads: readonly JobPayload<"refresh-trust">[]): Promise<void> {
  const userIds = [...new Set(payloads.flatMap((payload) => payload.userIds ?? []))];
  for (const some of chunksOf(userIds, mostMembers)) await refreshTrust(ctx, { userIds: some });
  if (payloads.some((payload) => payload.userIds === undefined)) await refreshEverybody(ctx);
}

/** Piece by piece, so that others come in between. */
async function refreshEverybody(ctx: Ctx): Promise<void> {
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    for await (const userIds of trustPages(ctx, mostMembers))
      await enqueue(ctx, tx, "refresh-trust", { companyId, userIds });
  });
}
