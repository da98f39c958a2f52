import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import { planBuild } from "#lib/runtime/build-app.ts";
import { findChromium } from "./chromium.ts";
import { PROJECT } from "./project-files.ts";

export type Outcome = { passed: number; failed: number };

export type Stage = { name: string; run(): Promise<Outcome> };

const packageFile = (path: string) => createRequire(import.meta.url).resolve(path);
const bin = (name: string) => join(PROJECT, "node_modules", ".bin", name);

/** The command's output goes straight to the reader, failed or not. */
function execute(file: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: PROJECT, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** One check that passes or fails as a whole. */
function check(name: string, file: string, args: string[]): Stage {
  const run = async () =>
    (await execute(file, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  return { name, run };
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  success: z.boolean(),
});

function countTests(reportFile: string, exitCode: number): Outcome {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  const report = Report.parse(JSON.parse(readFileSync(reportFile, "utf8")));
  const failed = report.numFailedTests;
  // A file that cannot be loaded, or an error outside of any test, fails the run and no test.
  const unseen = failed === 0 && (exitCode !== 0 || !report.success) ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + unseen };
}

function tests(kind: string, before?: () => Promise<void>): Stage {
  return {
    name: kind,
    async run() {
      await before?.();
      const folder = join(PROJECT, ".data", "reports");
      const reportFile = join(folder, `${kind}.json`);
      mkdirSync(folder, { recursive: true });
      rmSync(reportFile, { force: true });
      const args = [packageFile("vitest/vitest.mjs"), "run", "--project", kind];
      args.push("--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`);
      return countTests(reportFile, await execute(process.execPath, args));
    },
  };
}

/** Pages are tested as they are served: built. The browser is unpacked here, once, before files run side by side. */
async function prepareBrowserTests(): Promise<void> {
  findChromium();
  const build = planBuild({ env: {}, logFile: join(PROJECT, ".data", "logs", "build.log") });
  if (!build.upToDate) await build.run();
}

export const FAST_STAGES: Stage[] = [
  check("format and lint (biome)", bin("biome"), ["check", "--error-on-warnings"]),
  check("imports and types of trouble (oxlint)", bin("oxlint"), ["--deny-warnings"]),
  check("unused code (knip)", bin("knip"), []),
  check("routes' types (next)", bin("next"), ["typegen"]),
  check("types (tsc)", bin("tsc"), ["--noEmit"]),
  tests("guards"),
  tests("unit"),
];

export const ALL_STAGES: Stage[] = [
  ...FAST_STAGES,
  tests("integration"),
  tests("http"),
  tests("faults"),
  tests("e2e", prepareBrowserTests),
];

/** Runs the stages in order and stops after the first that fails: what comes later would fail for the same reason. */
export async function runStages(stages: Stage[]): Promise<never> {
  const since = Date.now();
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const stage of stages) {
    const started = Date.now();
    console.log(`\n── ${stage.name}`);
    const outcome = await stage.run().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return { passed: 0, failed: 1 };
    });
    passed += outcome.passed;
    failed += outcome.failed;
    const took = `${((Date.now() - started) / 1_000).toFixed(1)} s`;
    lines.push(`${outcome.failed === 0 ? "ok    " : "FAILED"} ${stage.name.padEnd(40)} ${took.padStart(8)}`);
    if (outcome.failed > 0) break;
  }
  for (const stage of stages.slice(lines.length)) lines.push(`not run ${stage.name}`);
  console.log(`\n${lines.join("\n")}\n\nIn ${Math.round((Date.now() - since) / 1_000)} s:`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
