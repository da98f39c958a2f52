import { APIError } from "@whop/sdk/error";
import { say } from "../core/said.ts";
import { operationPermissions, type WhopOperation } from "./manifest.ts";
import { WhopError } from "./platform.ts";

/** The request cannot have left this machine. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What a failed call means for us. Whatever does not prove that nothing happened is `unknown`. */
export function failureOf(operation: WhopOperation, error: unknown): WhopError {
  if (error instanceof WhopError) return error;
  const status = error instanceof APIError && typeof error.status === "number" ? error.status : null;
  if (status === null) {
    return wasNeverSent(error)
      ? new WhopError("not_sent", operation, say("whop.unreachable", { operation }), { cause: error })
      : new WhopError("unknown", operation, say("whop.noAnswer", { operation }), { cause: error });
  }
  const said = whopMessage(error);
  const more = { status, cause: error };
  switch (status) {
    case 401:
      return new WhopError("unauthorized", operation, say("whop.keyRefused", { operation }), more);
    case 403:
      return permissionFailure(operation, said, more);
    case 404:
      return new WhopError("not_found", operation, said || say("whop.unknown", { operation }), more);
    case 409:
      return new WhopError("conflict", operation, said || say("whop.busy", { operation }), more);
    case 429:
      return new WhopError("rate_limited", operation, say("whop.wait", { operation }), {
        ...more,
        retryAfterMs: retryAfterMs(error, said),
      });
    default:
      if (status === 408 || status >= 500 || status < 400) {
        return new WhopError("unknown", operation, say("whop.answered", { status, operation }), more);
      }
      return new WhopError("rejected", operation, said || say("whop.refused", { status, operation }), more);
  }
}

/** An answer of success that we cannot read leaves open what was done. */
export function unreadable(operation: WhopOperation, cause: unknown): WhopError {
  return new WhopError("unknown", operation, say("whop.unreadable", { operation }), { cause });
}

/** Whop's message names one permission; where it does not, the message names those that the call needs. */
function permissionFailure(
  operation: WhopOperation,
  said: string,
  more: { status: number; cause: unknown },
): WhopError {
  const needed = operationPermissions[operation];
  const named = /[a-z_]+(?::[a-z_]+)+/.exec(said)?.[0] ?? (needed.length === 1 ? needed[0] : undefined);
  const which = named ?? needed.join(", ");
  const message = which
    ? say("whop.permissionMissing", { permission: which })
    : said
      ? say("whop.refusedSaying", { said })
      : say("whop.noAccess");
  return new WhopError("permission_missing", operation, message, {
    ...more,
    ...(named === undefined ? {} : { permission: named }),
  });
}

function whopMessage(error: unknown): string {
  if (!(error instanceof APIError)) return "";
  const body: unknown = error.error;
  const inner = typeof body === "object" && body !== null && "error" in body ? body.error : body;
  const message = typeof inner === "object" && inner !== null && "message" in inner ? inner.message : null;
  return typeof message === "string" ? message.slice(0, 300) : "";
}

const LONGEST_WAIT_MS = 15 * 60_000;

function retryAfterMs(error: unknown, said: string): number {
  const headers = error instanceof APIError ? error.headers : undefined;
  const candidates = [
    Number(headers?.get("retry-after-ms") ?? Number.NaN),
    Number(headers?.get("retry-after") ?? Number.NaN) * 1000,
    Number(/(\d+) second/.exec(said)?.[1] ?? Number.NaN) * 1000,
  ];
  const found = candidates.find((ms) => Number.isFinite(ms) && ms > 0) ?? 1000;
  return Math.min(found, LONGEST_WAIT_MS);
}

function wasNeverSent(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1) {
    const inner = cause instanceof AggregateError ? cause.errors : [cause];
    if (inner.length > 0 && inner.every((one) => NEVER_SENT.has(String(Reflect.get(Object(one), "code")))))
      return true;
  }
  return false;
}
