import { tmpdir } from "node:os";
import { join } from "node:path";
import { planBuild } from "#lib/runtime/build-app.ts";

/** The pages as they are now, built if they are not. */
export async function buildPages(): Promise<void> {
  const build = planBuild({ env: process.env, logFile: join(tmpdir(), "referly-bench-build.log") });
  if (!build.upToDate) await build.run();
}
