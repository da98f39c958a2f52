import { spawnSync } from "node:child_process";
import { parseEnv } from "node:util";
import { expect, it } from "vitest";
import { PROJECT, readProjectFile } from "#tests/support/project-files.ts";

const good = {
  ...parseEnv(readProjectFile(".env.example")),
  DATABASE_URL: "postgres://referly_app:password@127.0.0.1:1/referly",
  PATH: process.env.PATH,
};
const weak = "only-a-weak-one";

// Every variable and every way to get it wrong is in the unit tests; here it is the processes that must listen to them.
it.each([
  [
    "serve",
    { REFERLY_SECRET: undefined, JOBS_SECRET: weak },
    ["REFERLY_SECRET is missing.", "JOBS_SECRET is too short"],
  ],
  [
    "worker",
    { REFERLY_SECRET: weak, WHOP_WEBHOOK_SECRET: "undefined" },
    ["REFERLY_SECRET is too short", "WHOP_WEBHOOK_SECRET is the word"],
  ],
  ["migrate", { DATABASE_URL: undefined, DATABASE_ADMIN_URL: undefined }, ["DATABASE_ADMIN_URL is missing."]],
])("%s does not start with a variable missing or weak, and says which and why", (entry, changes, says) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`lib/runtime/${entry}.ts`], {
    cwd: PROJECT,
    env: { ...good, ...changes, NODE_ENV: "production" },
    encoding: "utf8",
    timeout: 50_000,
  });
  for (const sentence of [...says, ".env.example"]) expect(stderr).toContain(sentence);
  expect(status).toBe(1);
  for (const output of [stdout, stderr]) {
    for (const unwanted of [weak, "    at ", "listening"]) expect(output).not.toContain(unwanted);
  }
});
