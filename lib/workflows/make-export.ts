import type { Ctx } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { failExport, makeExport } from "../exports/index.ts";
import type { JobPayload } from "../jobs/index.ts";
import type { JobRun } from "./index.ts";

/** Somebody asked for a long table. What its list refuses would be refused again; anything else is tried again. */
export async function handle(ctx: Ctx, { exportId }: JobPayload<"make-export">, run: JobRun): Promise<void> {
  try {
    await makeExport(ctx, { exportId }, run.progress);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await failExport(ctx, exportId, error);
  }
}
