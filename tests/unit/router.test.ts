import { expect, test } from "vitest";
import { z } from "zod";
import type { Method } from "#app/_edge/declare.ts";
import { route } from "#app/_edge/declare.ts";
import { createRouter } from "#app/_edge/router.ts";

const at = (method: Method, path: string) =>
  route({
    method,
    path,
    summary: "",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({}),
    run: async () => ({}),
  });

const match = createRouter([
  at("GET", "/api/v1/rewards"),
  at("POST", "/api/v1/rewards"),
  at("PATCH", "/api/v1/rewards/{id}"),
  at("POST", "/api/v1/rewards/{id}/archive"),
  at("GET", "/api/v1/rewards/best"),
]);

const found = (method: string, path: string) => {
  const result = match(method, path);
  if (!result) return null;
  return "allowed" in result ? result.allowed : [result.route.path, result.path];
};

test("a path is found with the values of its parts", () => {
  expect(found("GET", "/api/v1/rewards")).toEqual(["/api/v1/rewards", {}]);
  expect(found("PATCH", "/api/v1/rewards/a%2Fb")).toEqual(["/api/v1/rewards/{id}", { id: "a/b" }]);
  expect(found("POST", "/api/v1/rewards/7/archive")).toEqual(["/api/v1/rewards/{id}/archive", { id: "7" }]);
});

test("a written-out segment wins over a parameter", () => {
  expect(found("GET", "/api/v1/rewards/best")).toEqual(["/api/v1/rewards/best", {}]);
});

test("an address that answers other methods says which", () => {
  expect(found("DELETE", "/api/v1/rewards")).toEqual(["GET", "POST"]);
});

test("anything else is found nowhere", () => {
  for (const path of [
    "/",
    "/api/v1",
    "/api/v1/rewards/",
    "/api/v1/rewards/7/archive/x",
    "/api/v1/rewards/%zz",
    "//api/v1/rewards",
  ]) {
    expect(found("GET", path), path).toBeNull();
  }
});

test("two routes at one address are refused at start", () => {
  expect(() => createRouter([at("GET", "/a/{x}"), at("GET", "/a/{x}")])).toThrow("twice");
});
