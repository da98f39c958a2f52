import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROJECT, projectFiles, readProjectFile } from "#tests/support/project-files.ts";

const CODE = /\.(ts|tsx|mjs)$/;

/** What a file of code says, without its comments, which may speak of anything. */
function codeOf(path: string): string {
  return readProjectFile(path)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}

describe("the source", () => {
  it("has no file over 300 lines", () => {
    const long = projectFiles(/\.(ts|tsx|mjs|css)$/)
      .map((path) => ({ path, lines: readProjectFile(path).split("\n").length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it("reads the environment in lib/core/env.ts only; entry points hand it on", () => {
    const allowed = /process\.env\.(NODE_ENV|NEXT_PUBLIC_[A-Z_]+)\b/g;
    const readers = projectFiles(/^(app|lib|db|webhooks)\/.*\.(ts|tsx)$/)
      .filter((path) => path !== "lib/core/env.ts" && !path.startsWith("lib/runtime/"))
      .filter((path) =>
        /process\.env\b|process\[|import\.meta\.env\b/.test(codeOf(path).replaceAll(allowed, "")),
      );
    expect(readers, "take the value from ctx, or add the variable to lib/core/env.ts").toEqual([]);
  });

  it("names no single variable in lib/runtime; it hands the whole environment to those who check it", () => {
    const named = projectFiles(/^lib\/runtime\/.*\.ts$/).filter((path) =>
      /process\.env[.[](?!NODE_ENV)/.test(codeOf(path)),
    );
    expect(named).toEqual([]);
  });

  it("takes the time from the context's clock: domains never ask the system", () => {
    const notDomains = /^lib\/(core|runtime|whop)\//;
    const askers = projectFiles(/^(lib|webhooks)\/.*\.ts$/)
      .filter((path) => !notDomains.test(path))
      .filter((path) => /\bDate\.now\(\)|new Date\(\)/.test(codeOf(path)));
    expect(askers, "use ctx.clock.now()").toEqual([]);
  });

  it("keeps .tsx to app, where Next compiles it, and everything else runs as it stands", () => {
    expect(projectFiles(/\.tsx$/).filter((path) => !path.startsWith("app/"))).toEqual([]);
  });

  it("has no folder or file for things that found no better place", () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.[a-z]+$)/;
    expect(projectFiles().filter((path) => vague.test(path))).toEqual([]);
  });

  it("leaves nothing to be done later", () => {
    const word = new RegExp(`\\b(${["TO", "DO"].join("")}|${["FIX", "ME"].join("")})\\b`);
    expect(projectFiles(CODE).filter((path) => word.test(readProjectFile(path)))).toEqual([]);
  });

  it("has the top-level folders that were agreed, and no other", () => {
    const agreed = ["app", "db", "drizzle", "lib", "tests", "webhooks"];
    const visible = readdirSync(PROJECT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      .map((entry) => entry.name);
    expect(visible.filter((name) => !agreed.includes(name))).toEqual([]);
  });

  it("has every file that a script of package.json names", () => {
    const scripts: Record<string, string> = JSON.parse(readProjectFile("package.json")).scripts;
    const files = Object.values(scripts).flatMap((script) => script.match(/\S+\.(ts|mjs)\b/g) ?? []);
    expect(files.filter((file) => !existsSync(`${PROJECT}/${file}`))).toEqual([]);
  });
});
