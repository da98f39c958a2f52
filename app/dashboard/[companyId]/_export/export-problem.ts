import type { ExportRun } from "#lib/exports/index.ts";
import type { Download } from "./use-download.ts";

type Long = { run: Pick<ExportRun, "status"> | null; problem: string | null };

/** What went wrong with the last export of a button, a long one included; `unmade` says that of one that failed. */
export function exportProblem(download: Download, { run, problem }: Long, unmade: string): string | null {
  if (download.state === "failed") return download.problem;
  if (problem !== null) return problem;
  return run?.status === "failed" && download.state === "idle" ? unmade : null;
}
