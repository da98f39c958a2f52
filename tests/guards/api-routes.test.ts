import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { apiRoutes } from "#app/api/v1/_routes/api.ts";
import { PROJECT, readProjectFile } from "#tests/support/project-files.ts";

it("every address of the API is also a route of Next, for hosts that run no server of ours", () => {
  for (const { method, path } of apiRoutes) {
    const own = `app${path}/route.ts`;
    const file = existsSync(join(PROJECT, own)) ? own : "app/api/v1/[...path]/route.ts";
    if (!path.startsWith("/api/v1/")) expect(file, `${method} ${path}`).toBe(own);
    expect(readProjectFile(file), `${method} ${path}`).toMatch(new RegExp(`answerApi as ${method}\\b`));
  }
});
