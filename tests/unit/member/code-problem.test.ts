import { expect, test } from "vitest";
import { codeProblem } from "#app/experiences/[experienceId]/_link/code-problem.ts";

test("a code is called taken only when it is, and not when a member has as many links as they may", () => {
  const fields = { code: "Somebody has this code." };
  expect(codeProblem({ code: "conflict", fields })).toBe("taken");
  expect(codeProblem({ code: "invalid_input", fields })).toBe("reserved");
  expect(codeProblem({ code: "conflict", fields: {} })).toBeNull();
  expect(codeProblem({ code: null, fields: {} })).toBeNull();
});
