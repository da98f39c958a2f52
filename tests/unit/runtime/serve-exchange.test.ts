import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { csv } from "#app/_edge/respond.ts";
import { createLogger } from "#lib/core/log.ts";
import { sendAnswer } from "#lib/runtime/serve-exchange.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** Serves a table, as the API's answers are served. */
async function serve(lines: AsyncIterable<string>): Promise<string> {
  const log = createLogger("test", "silent");
  server = createServer((_request, response) => {
    void sendAnswer(response, csv({ fileName: "table.csv", lines }, "request", log, []));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const address: unknown = server.address();
  return `http://127.0.0.1:${(address as AddressInfo).port}`;
}

it("a table is sent while it is read, to be saved under its name", async () => {
  let read = 0;
  let goOn = () => {};
  const firstArrived = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  async function* lines() {
    yield "a\r\n";
    // Nothing more is read before the reader has the first line in hand.
    await firstArrived;
    for (; read < 1_000; read += 1) yield `${read}\r\n`;
  }
  const answer = await fetch(await serve(lines()));
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="table.csv"');
  expect(answer.headers.get("content-length")).toBeNull();
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe("a\r\n");
  expect(read).toBe(0);
  goOn();
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
    length += part.value.length;
  expect([read, length]).toEqual([1_000, 4_890]);
});

it("a table that breaks off never looks whole", async () => {
  async function* lines() {
    yield "a\r\n";
    throw new Error("the database is gone");
  }
  const url = await serve(lines());
  const whole = async () => (await fetch(url)).text();
  await expect(whole()).rejects.toThrow();
});

it("whoever asks only for the headers gets those, and nothing is read", async () => {
  let wasRead = false;
  async function* lines() {
    wasRead = true;
    yield "a\r\n";
  }
  const answer = await fetch(await serve(lines()), { method: "HEAD" });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect(wasRead).toBe(false);
});
