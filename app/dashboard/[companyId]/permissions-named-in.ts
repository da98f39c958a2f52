import { sentenceOf, type Told } from "#lib/core/said.ts";
import { manifest } from "#lib/whop/index.ts";

/** Whop tells which permission is missing only when it refuses a call; what it refused says so in its reason. */
export function permissionsNamedIn(reasons: readonly Told[]): string[] {
  const sentences = reasons.map(sentenceOf);
  return manifest.permissions
    .map(({ name }) => name)
    .filter((name) => sentences.some((reason) => /permission/.test(reason) && reason.includes(name)));
}
