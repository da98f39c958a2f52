import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { planBuild } from "#lib/runtime/build-app.ts";
import { findChromium } from "./chromium.ts";
import { PROJECT } from "./project-files.ts";

/** `failures` says of each test that failed where it stands, its name and its error. */
export type Outcome = { passed: number; failed: number; failures?: string[] };

export type Stage = { name: string; run(): Promise<Outcome> };

const bin = (name: string) => join(PROJECT, "node_modules", ".bin", name);

let running: ChildProcess | undefined;

/** Who stops the run stops what it is at, too: a stage left behind would go on with its servers. */
function stopTogether(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      running?.kill(signal);
      process.exit(128 + constants.signals[signal]);
    });
  }
}

/** The command's output goes straight to the reader, failed or not. */
function execute(file: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: PROJECT, stdio: ["ignore", "inherit", "inherit"] });
    running = child;
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
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const MESSAGE_LINES = 12;

function failuresOf(report: z.infer<typeof Report>): string[] {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    const told = failed.map(({ fullName, failureMessages }) => [fullName, ...failureMessages]);
    if (failed.length === 0 && file.status === "failed") told.push(["the file itself", file.message]);
    return told.map(([name, ...messages]) => {
      const text = stripVTControlCharacters(messages.join("\n"));
      const lines = text.split("\n").filter((line) => !/\/node_modules\/|at new Promise/.test(line));
      const indented = lines.slice(0, MESSAGE_LINES).map((line) => `    ${line}`);
      return [`${relative(PROJECT, file.name)} > ${name}`, ...indented].join("\n");
    });
  });
}

function countTests(reportFile: string, exitCode: number): Outcome {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  const report = Report.parse(JSON.parse(readFileSync(reportFile, "utf8")));
  const failed = report.numFailedTests;
  // A file that cannot be loaded, or an error outside of any test, fails the run and no test.
  const unseen = failed === 0 && (exitCode !== 0 || !report.success) ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + unseen, failures: failuresOf(report) };
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
      const args = [bin("vitest"), "run", "--project", kind];
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

type Result = Outcome & { stage: string; took: string };

const secondsSince = (then: number) => `${((Date.now() - then) / 1_000).toFixed(1)} s`;

async function runStage(stage: Stage): Promise<Result> {
  const started = Date.now();
  console.log(`\n── ${stage.name}`);
  const outcome = await stage.run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  return { ...outcome, stage: stage.name, took: secondsSince(started) };
}

function lineOf({ stage, passed, failed, took }: Result): string {
  const tests = passed + failed > 1 ? `${passed} passed${failed === 0 ? "" : `, ${failed} failed`}` : "";
  return `${failed === 0 ? "ok    " : "FAILED"} ${stage.padEnd(38)} ${took.padStart(8)}   ${tests}`.trimEnd();
}

/** Runs every stage, whatever becomes of those before it: a failing run tells all there is to mend, at its end. */
export async function runStages(stages: Stage[]): Promise<never> {
  stopTogether();
  const since = Date.now();
  const results: Result[] = [];
  for (const stage of stages) results.push(await runStage(stage));
  console.log(`\n${results.map(lineOf).join("\n")}\n`);
  for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(`${failure}\n`);
  console.log(`In ${secondsSince(since)}:`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
