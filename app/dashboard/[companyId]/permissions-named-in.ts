import { manifest } from "#lib/whop/index.ts";

/** Whop tells which permission is missing only when it refuses a call; what it refused says so in its reason. */
export function permissionsNamedIn(reasons: readonly string[]): string[] {
  return manifest.permissions
    .map(({ name }) => name)
    .filter((name) => reasons.some((reason) => /permission/.test(reason) && reason.includes(name)));
}
