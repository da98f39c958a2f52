import { afterEach, describe, expect, test, vi } from "vitest";
import { callApi, isSettled } from "#app/_ui/action/api.ts";

afterEach(() => vi.unstubAllGlobals());

async function isSettledAfter(answer: () => Promise<Response>): Promise<boolean> {
  vi.stubGlobal("fetch", answer);
  return isSettled(await callApi("POST", "/api/v1/rewards/1/buy", {}));
}

const refused = (status: number, code: string) =>
  Response.json({ error: { code, message: "No", requestId: "r" } }, { status });

describe("what is asked for once", () => {
  test.each([
    ["it was done", () => Response.json({ id: "1" })],
    ["the points are too few", () => refused(409, "conflict")],
    ["it is asked too often", () => refused(429, "rate_limited")],
  ])("is settled when %s", async (_, answer) => {
    expect(await isSettledAfter(async () => answer())).toBe(true);
  });

  test.each([
    ["the database went away", () => refused(503, "unavailable")],
    ["the server failed", () => refused(500, "internal")],
    ["a proxy gave up waiting", () => new Response("<h1>504</h1>", { status: 504 })],
    ["the answer broke off", () => new Response('{"id":', { status: 200 })],
  ])("may have been done when %s", async (_, answer) => {
    expect(await isSettledAfter(async () => answer())).toBe(false);
  });

  test("may have been done when no answer came", async () => {
    expect(await isSettledAfter(() => Promise.reject(new TypeError("Failed to fetch")))).toBe(false);
  });
});
