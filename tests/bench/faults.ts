import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import type { Figure } from "./harness.ts";
import { exactly } from "./harness.ts";

const longestTestMs = 3_600_000;

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** The tests of tests/faults with many more kills, buyers, affiliates and faults than the suite has time for. */
export async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "referly-faults-"));
  const file = join(folder, "report.json");
  try {
    await runTests(file);
    return Report.parse(JSON.parse(await readFile(file, "utf8"))).testResults.map(figureOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runTests(file: string): Promise<void> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const args = ["run", "--project", "faults", "--reporter=default", "--reporter=json"];
  const limits = [`--outputFile.json=${file}`, `--testTimeout=${longestTestMs}`];
  const child = spawn(process.execPath, [vitest, ...args, ...limits], {
    stdio: "inherit",
    env: { ...process.env, REFERLY_LONG_FORM: "1" },
  });
  // Whether something failed is in the report.
  await once(child, "exit");
}

function figureOf({ name, startTime, endTime, assertionResults }: z.output<typeof Report>["testResults"][0]) {
  const failed = assertionResults.filter(({ status }) => status !== "passed");
  for (const { fullName } of failed) console.error(`did not pass: ${fullName}`);
  const figure: Figure = {
    what: `${basename(name, ".test.ts").replaceAll("-", " ")}: of ${assertionResults.length} that did not pass`,
    // A file that could not even begin has no tests at all.
    value: assertionResults.length === 0 ? 1 : failed.length,
    unit: "",
    target: exactly(0),
    note: `${((endTime - startTime) / 1_000).toFixed(0)} s`,
  };
  return figure;
}
