import { join } from "node:path";
import { planBuild } from "./build-app.ts";
import { lastLines } from "./children.ts";
import { ROOT } from "./root.ts";

const logFile = join(ROOT, ".data", "logs", "build.log");

try {
  await planBuild({ env: process.env, logFile }).run();
  console.log(lastLines(logFile, 200));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
