import { setTimeout as wait } from "node:timers/promises";
import { type ApiError, conflict, forbidden, rateLimited, serverError } from "#tests/sandbox/http/errors.ts";
import type { Exchange } from "#tests/sandbox/http/exchange.ts";
import { seededRandom } from "#tests/sandbox/random.ts";
import type { Fault } from "#tests/sandbox/settings.ts";
import type { Answer } from "./operation.ts";

/** Longer than any client waits; the connection is then closed without an answer. */
const SILENCE_MS = 90_000;
const AFTER_WORK: readonly Fault["kind"][] = ["applied_then_timeout", "applied_then_500", "truncated"];

/** Decides which calls go wrong: by pattern, share, number and seed, so that a run can be repeated. */
export class Faults {
  #rules: { fault: Fault; left: number; random: () => number }[] = [];

  set(faults: readonly Fault[]): void {
    this.#rules = faults.map((fault) => ({
      fault,
      left: fault.times ?? Number.POSITIVE_INFINITY,
      random: seededRandom(fault.seed),
    }));
  }

  next(method: string, path: string): Fault["kind"] | null {
    for (const rule of this.#rules) {
      if (rule.left <= 0 || !matches(rule.fault.match, method, path)) continue;
      if (rule.random() >= rule.fault.rate) continue;
      rule.left--;
      return rule.fault.kind;
    }
    return null;
  }
}

function matches(pattern: string, method: string, path: string): boolean {
  if (pattern === "*") return true;
  const [wantedMethod, wantedPath] = pattern.includes(" ") ? pattern.split(" ", 2) : ["*", pattern];
  if (wantedMethod !== "*" && wantedMethod?.toUpperCase() !== method) return false;
  const expression = (wantedPath ?? "*")
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}/?$`).test(path);
}

export function happensAfterWork(kind: Fault["kind"]): boolean {
  return AFTER_WORK.includes(kind);
}

/** Answers, or refuses to answer, instead of doing the work. */
export async function failBefore(kind: Fault["kind"], exchange: Exchange): Promise<ApiError | null> {
  switch (kind) {
    case "500":
      return serverError();
    case "429":
      return rateLimited(0.2);
    case "409":
      return conflict("The resource is being changed by another request.");
    case "403":
      return forbidden("that this call needs");
    case "reset":
      exchange.request.socket.resetAndDestroy();
      return null;
    default:
      await stayAway(exchange);
      return null;
  }
}

/** The work is done and will stay done; only the answer is lost, late or broken. */
export async function failAfter(kind: Fault["kind"], exchange: Exchange, answer: Answer): Promise<void> {
  if (kind === "applied_then_500") {
    exchange.json(500, serverError().body());
    return;
  }
  if (kind === "truncated") {
    const text = JSON.stringify(answer.body);
    exchange.response.writeHead(answer.status, {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text)),
    });
    exchange.response.write(text.slice(0, Math.ceil(text.length / 2)), () => exchange.response.destroy());
    return;
  }
  await stayAway(exchange);
}

async function stayAway(exchange: Exchange): Promise<void> {
  const gone = new AbortController();
  exchange.response.once("close", () => gone.abort());
  if (exchange.response.destroyed) return;
  await wait(SILENCE_MS, null, { signal: gone.signal, ref: false }).catch(() => null);
  exchange.response.destroy();
}
