import { describe, expect, it } from "vitest";
import { explain } from "#app/_edge/failures.ts";

/** As the query builder hands on what the driver threw. */
function failed(code: string): Error {
  return new Error("Failed query", { cause: Object.assign(new Error(code), { code }) });
}

describe("trouble with the database", () => {
  it.each([
    ["the server is shutting down", "57P01"],
    ["it crashed", "57P02"],
    ["it is starting", "57P03"],
    ["it is a copy that takes no changes", "25006"],
    ["its disk is full", "53100"],
    ["it is out of memory", "53200"],
    ["it has no connection left", "53300"],
    ["the connection was lost", "08006"],
    ["a pooler reaches no server", "08P01"],
    ["the statement took too long", "57014"],
    ["nobody listens", "ECONNREFUSED"],
    ["the driver gave up", "CONNECT_TIMEOUT"],
    ["the driver was cut off", "CONNECTION_CLOSED"],
    ["its name is not known", "ENOTFOUND"],
    ["names cannot be looked up", "EAI_AGAIN"],
    ["there is no way to its host", "EHOSTUNREACH"],
    ["there is no way to its network", "ENETUNREACH"],
  ])("is no fault of ours and passes: %s", (_, code) => {
    const told = explain(failed(code));
    expect(told).toMatchObject({ code: "unavailable", status: 503 });
    expect(told?.details.retryAfterSeconds).toBeGreaterThan(0);
  });

  it.each(["23503", "42P01", "42501", "XX000", "ENOENT"])("is a fault of ours with %s", (code) => {
    expect(explain(failed(code))).toBeNull();
  });
});
