import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "#lib/runtime/ports.ts";
import { ROOT } from "#lib/runtime/root.ts";
import { npmStart, type StartOptions } from "#tests/support/npm-start.ts";
import type { Figure } from "./harness.ts";
import { below } from "./harness.ts";

/** How long `npm start` takes once everything is installed: with nothing there yet, and a second time. */
export async function run(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "referly-bench-start-"));
  try {
    const options = { dataDir, port: await findFreePort(), sandboxPort: await findFreePort(undefined, 2) };
    await rm(join(ROOT, ".next"), { recursive: true, force: true });
    const first = await secondsUntilReady(options);
    const later = await secondsUntilReady(options);
    return [
      {
        what: "first start: database, pages built, 90 days of demo",
        value: first,
        unit: "s",
        target: below(180),
      },
      { what: "a later start", value: later, unit: "s", target: below(15) },
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function secondsUntilReady(options: StartOptions): Promise<number> {
  const since = performance.now();
  const running = npmStart(options);
  await running.until("Referly is ready");
  const seconds = (performance.now() - since) / 1_000;
  await running.stop();
  return seconds;
}
