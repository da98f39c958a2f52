import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** What a build is made of. */
const FOLDERS = ["app", "lib", "db", "webhooks"];
const FILES = ["package-lock.json", "package.json", "next.config.ts", "tsconfig.json", "whop.config.json"];

/** Changes when anything changes that `next build` reads, its settings included. */
export function sourceHash(root: string, settings: readonly string[]): string {
  const hash = createHash("sha256");
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, ...FILES.map((name) => join(root, name))].toSorted()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.update(JSON.stringify(settings)).digest("hex");
}
