import { createLogger } from "#lib/core/log.ts";
import { openQueue, type Queue } from "#lib/jobs/queue.ts";
import type { BenchStack, Figure } from "./harness.ts";
import { atLeast, below, exactly } from "./harness.ts";
import { queueJobs } from "./job-data.ts";
import { quantile } from "./median.ts";

const JOBS = 50_000;
const QUEUED = 1_000_000;
const LOOPS = 4;
const CLAIMS = 500;
/** After a checkpoint the first to touch a page writes all of it; the claims that meet most of the pages. */
const WARM_UP = 100;
/** What the worker takes at once of the jobs that there are most of. */
const BATCH = 100;
const name = "settle-referral";

/** The queue as the worker uses it, without what the jobs would do. */
export async function jobFigures(stack: BenchStack): Promise<Figure[]> {
  const queue = openQueue(stack.appUrl, { role: "worker", log: createLogger("bench", "warn") });
  try {
    await fill(stack, JOBS);
    const drain = await drainAll(stack, queue);
    await fill(stack, QUEUED);
    const claims = await claimMany(stack, queue);
    await stack.admin`TRUNCATE pgboss.job`;
    return [
      { what: "jobs drained, no work", value: drain.perSecond, unit: "/s", target: atLeast(10_000) },
      {
        what: `claim of ${BATCH} with 1 million queued, p99`,
        value: quantile(claims.times, 0.99),
        unit: "ms",
        target: below(10),
        note: `median ${quantile(claims.times, 0.5).toFixed(1)} ms`,
      },
      {
        what: "jobs lost, or claimed twice",
        value: drain.wrong + claims.wrong,
        unit: "",
        target: exactly(0),
      },
    ];
  } finally {
    await queue.close();
  }
}

async function fill(stack: BenchStack, many: number): Promise<void> {
  await stack.admin`TRUNCATE pgboss.job`;
  await queueJobs(stack, { name, companyId: "biz_bench", many });
  // What so many rows at once leave to be done is not part of what is measured.
  await stack.admin`VACUUM (ANALYZE) pgboss.job`;
  await stack.admin`CHECKPOINT`;
}

async function drainAll({ admin }: BenchStack, queue: Queue) {
  let claimed = 0;
  const began = performance.now();
  const loop = async () => {
    for (;;) {
      const jobs = await queue.claim(name, BATCH);
      if (jobs.length === 0) return;
      claimed += jobs.length;
      await queue.complete(name, jobs);
    }
  };
  await Promise.all(Array.from({ length: LOOPS }, loop));
  const seconds = (performance.now() - began) / 1000;
  const [row] = await admin<{ many: number }[]>`
    SELECT count(*)::int AS many FROM pgboss.job WHERE state = 'completed' AND retry_count = 0`;
  const wrong = Math.abs(JOBS - (row?.many ?? 0)) + Math.abs(JOBS - claimed);
  return { perSecond: JOBS / seconds, wrong };
}

async function claimMany({ admin }: BenchStack, queue: Queue) {
  const times: number[] = [];
  const ids = new Set<string>();
  let claimed = 0;
  for (let nth = 0; nth < WARM_UP + CLAIMS; nth += 1) {
    const began = performance.now();
    const jobs = await queue.claim(name, BATCH);
    if (nth >= WARM_UP) times.push(performance.now() - began);
    claimed += jobs.length;
    for (const { id } of jobs) ids.add(id);
  }
  const [row] = await admin<{ many: number }[]>`
    SELECT count(*)::int AS many FROM pgboss.job WHERE state = 'active'`;
  const wrong =
    claimed -
    ids.size +
    Math.abs((WARM_UP + CLAIMS) * BATCH - claimed) +
    Math.abs(claimed - (row?.many ?? 0));
  return { times, wrong };
}
