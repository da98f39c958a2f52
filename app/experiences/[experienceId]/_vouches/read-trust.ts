import type { Ctx } from "#lib/core/context.ts";
import { getTrust, listVouches } from "#lib/trust/index.ts";

/** What a member sees of how they are trusted: words, and the people behind them. */
export async function readTrust(ctx: Ctx, userId: string) {
  const [{ level }, { received, given }] = await Promise.all([
    getTrust(ctx, { userId }),
    listVouches(ctx, { userId }),
  ]);
  return { level, received, given };
}

export type OwnTrust = Awaited<ReturnType<typeof readTrust>>;
