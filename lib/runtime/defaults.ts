import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { EnvSource } from "#lib/core/env.ts";
import { ROOT } from "./root.ts";

/** What .env.example says: the sandbox's own values. */
export function sandboxDefaults(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parseEnv(readFileSync(join(ROOT, ".env.example"), "utf8"))).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/** The environment with the sandbox's values where it says nothing; an empty variable says nothing. */
export function withSandboxDefaults(source: EnvSource): Record<string, string> {
  const said = Object.entries(source).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== "",
  );
  return { ...sandboxDefaults(), ...Object.fromEntries(said) };
}
