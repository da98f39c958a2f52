import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Child, runToEnd } from "./children.ts";
import { withSandboxDefaults } from "./defaults.ts";
import { ROOT } from "./root.ts";
import { sourceHash } from "./source-hash.ts";

const STAMP = join(ROOT, ".next", "referly-source-hash");

export type BuildOptions = { env: Readonly<Record<string, string | undefined>>; logFile: string };

export type Build = { upToDate: boolean; run(track?: (child: Child) => void): Promise<void> };

/** The only setting that is built into the pages is the app's id, which Whop's components need in the browser. */
function publicSettings(env: BuildOptions["env"]): { NEXT_PUBLIC_WHOP_APP_ID: string } {
  const known = withSandboxDefaults(env);
  return { NEXT_PUBLIC_WHOP_APP_ID: known.NEXT_PUBLIC_WHOP_APP_ID ?? known.WHOP_APP_ID ?? "app_referly" };
}

export function nextCommand(): string {
  return createRequire(import.meta.url).resolve("next/dist/bin/next");
}

/** Whether the pages have to be built, and how. The app's own secrets are not handed to the build. */
export function planBuild({ env, logFile }: BuildOptions): Build {
  const settings = publicSettings(env);
  const hash = sourceHash(ROOT, [settings.NEXT_PUBLIC_WHOP_APP_ID]);
  const built = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";
  const environment = { PATH: env.PATH, HOME: env.HOME, NEXT_TELEMETRY_DISABLED: "1", ...settings };
  return {
    upToDate: built === hash,
    async run(track) {
      await runToEnd(
        { name: "next build", args: [nextCommand(), "build"], env: environment, logFile },
        track,
      );
      writeFileSync(STAMP, hash);
    },
  };
}
