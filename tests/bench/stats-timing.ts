import type { BenchStack } from "./harness.ts";

export type Timing = { p50: number; p99: number };

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
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/**
 * The time that the database spent on statements of a work, in milliseconds. The work must have closed its
 * connections, because only then has everything been counted.
 */
export async function inDatabase({ admin }: BenchStack, work: () => Promise<void>): Promise<number> {
  const spent = async () => {
    await admin`SELECT pg_stat_force_next_flush()`;
    const [row] = await admin<{ ms: number }[]>`
      SELECT active_time AS ms FROM pg_stat_database WHERE datname = current_database()`;
    return row?.ms ?? 0;
  };
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const before = await spent();
  await work();
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  return (await spent()) - before;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
