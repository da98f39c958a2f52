import { AppError } from "#lib/core/errors.ts";
import { isOutage } from "#lib/core/outage.ts";
import { say } from "#lib/core/said.ts";
import { WhopError } from "#lib/whop/index.ts";

/** The time that a statement may take is over: for whoever waits the same as no answer. */
const takesTooLong = "57014";
/** Two changes met in the database and one was sent away; the same request succeeds a moment later. */
const collisions = new Set(["40001", "40P01", "55P03"]);

/** The error for the person who asked, or null when the cause is a fault of ours. */
export function explain(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof WhopError) return explainWhop(error);
  const code = databaseCode(error);
  if (code === null) return null;
  if (isOutage(error) || code === takesTooLong) {
    const message = say("busy.database");
    return new AppError("unavailable", message, { retryAfterSeconds: 5 }, { cause: error });
  }
  if (collisions.has(code)) {
    const message = say("busy.collision");
    return new AppError("unavailable", message, { retryAfterSeconds: 1 }, { cause: error });
  }
  if (code.startsWith("22")) {
    return new AppError("invalid_input", say("busy.unstorable"), {}, { cause: error });
  }
  return null;
}

function explainWhop(error: WhopError): AppError {
  if (error.kind === "permission_missing") {
    const which = error.permission ? ` (${error.permission})` : "";
    const message = say("busy.permission", { which });
    return new AppError("unavailable", message, {}, { cause: error });
  }
  const retryAfterSeconds = Math.ceil((error.retryAfterMs ?? 30_000) / 1000);
  const message = say("busy.whop");
  return new AppError("unavailable", message, { retryAfterSeconds }, { cause: error });
}

/** The query builder wraps the driver's error, so the code may sit on a cause. */
function databaseCode(error: unknown, depth = 0): string | null {
  if (typeof error !== "object" || error === null || depth > 4) return null;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string") return code;
  return databaseCode(Reflect.get(error, "cause"), depth + 1);
}
