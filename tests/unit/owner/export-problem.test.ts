import { expect, test } from "vitest";
import { exportProblem } from "#app/dashboard/[companyId]/_export/export-problem.ts";

const idle = { state: "idle" } as const;
const failed = { run: { status: "failed" }, problem: null } as const;

test("a long export that fails is told to whoever watches it, until they ask for another", () => {
  expect(exportProblem(idle, failed, "unmade")).toBe("unmade");
  expect(exportProblem({ state: "done", rows: 3 }, failed, "unmade")).toBeNull();
  for (const status of ["running", "done", "cancelled"] as const)
    expect(exportProblem(idle, { run: { status }, problem: null }, "unmade"), status).toBeNull();
  expect(exportProblem(idle, { run: null, problem: "offline" }, "unmade")).toBe("offline");
  expect(exportProblem({ state: "failed", problem: "broken" }, failed, "unmade")).toBe("broken");
});
