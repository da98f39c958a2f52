import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

const NOT_OURS = new Set(["node_modules", ".git", ".next", ".referly", ".data", "coverage", "next-env.d.ts"]);

function walk(folder: string): string[] {
  return readdirSync(join(PROJECT, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name) && !entry.name.endsWith(".tsbuildinfo"))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(path) : [path];
    });
}

let found: string[] | undefined;

/** Every file of the project, by its path from the project's folder; no dependency, no build, no data. */
export function projectFiles(matching: RegExp = /./): string[] {
  found ??= walk("").filter((path) => statSync(join(PROJECT, path)).size < 2_000_000);
  return found.filter((path) => matching.test(path));
}

export function readProjectFile(path: string): string {
  return readFileSync(join(PROJECT, path), "utf8");
}
