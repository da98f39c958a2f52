import type { Ctx } from "../core/context.ts";
import { removeExports } from "../exports/index.ts";

/** The days of an export are over. */
export async function handle(ctx: Ctx): Promise<void> {
  await removeExports(ctx);
}
