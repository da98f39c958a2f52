/**
 * What every suite of the bench builds on. A suite is a file beside this one that exports
 * `run(): Promise<Figure[]>`; main.ts knows them by name. The usual way through one:
 *
 *   await using stack = await openStack();                  a durable Postgres of its own, migrated
 *   await stack.admin.unsafe("INSERT …");                   its own data, as the superuser
 *   const server = await stack.serve();                     the real lib/runtime/serve.ts
 *   const limit = await stack.start("tests/bench/x.ts");    a process that prints `listening <port>`
 *   const result = await load({ port: server.port, connections: 64, seconds: 5, requests });
 *   return [{ what: "…", value: result.perSecond, unit: "/s", limit: {…}, target: atLeast(0.8) }];
 */
export type { LoadOptions, LoadResult } from "./load-process.ts";
export { DIGIT, httpRequest, load } from "./load-process.ts";
export type { BenchStack, Child } from "./stack.ts";
export { openStack } from "./stack.ts";
export type { Figure, Target } from "./table.ts";
export { atLeast, atMost, below, exactly } from "./table.ts";
