import { createHash, timingSafeEqual } from "node:crypto";
import { secondMs } from "../core/clock.ts";
import { newId } from "../core/ids.ts";
import type { Services } from "../core/services.ts";
import type { Queue } from "../jobs/queue.ts";
import { workOnce } from "./work-once.ts";

const usualSeconds = 20;
const mostSeconds = 55;

/**
 * POST /api/jobs/run: does what the worker does, for hosts without one, whose scheduler calls it every minute.
 * Takes `Authorization: Bearer JOBS_SECRET` and, in the query, `seconds` to work at most.
 */
export function runJobs(
  services: Services,
  queue: Queue,
  secret: string,
): (request: Request) => Promise<Response> {
  const expected = digest(`Bearer ${secret}`);
  return async (request) => {
    if (request.method !== "POST") return refuse(405, "method_not_allowed", "Jobs are run with POST.");
    // Digests have one length, so the comparison tells nothing about the secret's.
    if (!timingSafeEqual(digest(request.headers.get("authorization") ?? ""), expected)) {
      return refuse(401, "unauthenticated", "This needs the scheduler's secret: Authorization: Bearer …");
    }
    const asked = new URL(request.url).searchParams.get("seconds") ?? String(usualSeconds);
    const seconds = Number(asked);
    if (!/^\d{1,2}$/.test(asked) || seconds < 1 || seconds > mostSeconds) {
      return refuse(400, "invalid_input", `seconds: must be a whole number from 1 to ${mostSeconds}`);
    }
    try {
      return answer(200, await workOnce(services, queue, seconds * secondMs));
    } catch (error) {
      services.log.error({ error }, "The jobs could not be run");
      return refuse(503, "unavailable", "The jobs could not be run: the database does not answer.");
    }
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function refuse(status: number, code: string, message: string): Response {
  return answer(status, { error: { code, message, requestId: newId() } });
}

function answer(status: number, body: unknown): Response {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (status === 405) headers.allow = "POST";
  if (status === 503) headers["retry-after"] = "30";
  return Response.json(body, { status, headers });
}
