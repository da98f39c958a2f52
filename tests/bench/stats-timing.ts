import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";
import type { BenchStack, Figure } from "./harness.ts";
import { below } from "./harness.ts";
import { quantile } from "./median.ts";

export type Timing = { p50: number; p99: number; mean: number };

/** How long each of many runs took, `clients` of them side by side, in milliseconds. */
export async function timed(
  runs: number,
  clients: number,
  run: (nth: number) => Promise<unknown>,
): Promise<Timing> {
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    while (next < runs) {
      const nth = next;
      next += 1;
      const began = performance.now();
      await run(nth);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return percentiles(times);
}

function percentiles(times: readonly number[]): Timing {
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), mean };
}

/**
 * What the database took for each of many runs, one after the other, by its own clock: all that was parsed, bound
 * and executed for it, as the server writes it into its log.
 */
export async function timedByDatabase(
  { admin, databaseLog }: BenchStack,
  runs: number,
  run: (nth: number) => Promise<unknown>,
): Promise<Timing> {
  await setDurationLog(admin, "on");
  const log = openSync(databaseLog, "r");
  let read = fstatSync(log).size;
  const times: number[] = [];
  for (let nth = 0; nth < runs; nth += 1) {
    await run(nth);
    const written = Buffer.alloc(fstatSync(log).size - read);
    read += readSync(log, written, 0, written.length, read);
    const durations = written.toString("utf8").matchAll(/duration: ([\d.]+) ms/g);
    times.push([...durations].reduce((sum, [, ms]) => sum + Number(ms), 0));
  }
  closeSync(log);
  await setDurationLog(admin, "off");
  return percentiles(times);
}

async function setDurationLog(admin: Sql, to: "on" | "off"): Promise<void> {
  await admin.unsafe(`ALTER SYSTEM SET log_duration = ${to}`);
  await admin`SELECT pg_reload_conf()`;
  // Connections take it up one by one, between two statements.
  await sleep(500);
}

/** A place on a board, asked for 1,000 times over by one client, and by eight. */
export async function placeFigure(
  stack: BenchStack,
  what: string,
  ask: (nth: number) => Promise<unknown>,
): Promise<Figure> {
  await timed(200, 8, ask);
  const { p50, p99 } = await timedByDatabase(stack, 1_000, ask);
  const one = await timed(1_000, 1, ask);
  const eight = await timed(1_000, 8, ask);
  const waits = [one, eight].map((of) => `${of.p50.toFixed(1)} and ${of.p99.toFixed(1)}`);
  return {
    what: `${what}, p99 in the database`,
    value: p99,
    unit: "ms",
    target: below(5),
    note: `p50 ${p50.toFixed(2)} ms, by its log; a client waits ${waits[0]} ms, one of eight ${waits[1]} ms`,
  };
}
