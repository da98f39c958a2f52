import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";

export type Attempt<T> =
  | { outcome: "ok"; data: T }
  | { outcome: "not_found" }
  | { outcome: "failed"; requestId: string };

/**
 * Reads what a page shows. What fails is logged with the request's id and shown as such; wrap only calls of
 * verbs, never of Next, which speaks in exceptions of its own.
 */
export async function attempt<T>(ctx: Ctx, read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { outcome: "ok", data: await read() };
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid_input")) {
      return { outcome: "not_found" };
    }
    ctx.log.error({ error, requestId: ctx.requestId, companyId: ctx.companyId }, "A page could not be read");
    return { outcome: "failed", requestId: ctx.requestId };
  }
}
