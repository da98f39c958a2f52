import type { Sql } from "postgres";
import type { BatcherState } from "../core/batch.ts";

export type HealthParts = {
  hot: Sql;
  /** Clicks recorded, waiting for the database and lost by this process. */
  clicks(): BatcherState;
  /** The process is about to end and wants no new visitors. */
  isDraining(): boolean;
};

const DATABASE_WITHIN_MS = 1_000;

const headers = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/** GET /api/health/live: the process answers. */
export function liveness(): Response {
  return new Response('{"ok":true}', { status: 200, headers });
}

/**
 * GET /api/health/ready: new visitors are welcome. Without its database the process still sends people where
 * their links lead, so what it counts meanwhile is told here.
 */
export async function readiness({ hot, clicks, isDraining }: HealthParts): Promise<Response> {
  const database = await answers(hot);
  const ok = database && !isDraining();
  const { written: recorded, waiting, lost } = clicks();
  const body = { ok, database, draining: isDraining(), clicks: { recorded, waiting, lost } };
  return new Response(JSON.stringify(body), { status: ok ? 200 : 503, headers });
}

async function answers(hot: Sql): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, DATABASE_WITHIN_MS, false);
  });
  const asked = hot`SELECT 1`.then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}
