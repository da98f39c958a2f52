import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createDrawnPages } from "#lib/runtime/drawn-pages.ts";
import { send } from "#lib/runtime/serve-exchange.ts";

let stop: (() => void) | undefined;
afterEach(() => stop?.());

/** A server that draws /name as `draw` does and sends again what it has kept under that name. */
async function serve(
  draw: (path: string) => { status?: number; cookie?: string; parts: string[] },
  most = 1_000,
) {
  const pages = createDrawnPages(most);
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const known = pages.find(path);
    if (known) return send(response, 200, known.headers, known.body);
    pages.keep(path, response);
    const { status = 200, cookie, parts } = draw(path);
    response.setHeader("content-type", "text/html");
    if (cookie !== undefined) response.setHeader("set-cookie", cookie);
    response.writeHead(status);
    for (const part of parts.slice(0, -1)) response.write(part);
    response.end(parts.at(-1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => server.close();
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
  };
  return { ask, pages };
}

test("what was drawn in parts is sent again whole, with its headers", async () => {
  const { ask, pages } = await serve(() => ({ parts: ["<p>", "olá", "</p>"] }));
  const first = await ask("/a");
  expect(first).toEqual({ status: 200, type: "text/html", body: "<p>olá</p>" });
  expect(await ask("/a")).toEqual(first);
  expect(pages.counts()).toMatchObject({ drawn: 1, again: 1, kept: 1 });
});

test("a refusal, or an answer with a cookie of its reader, is never sent again", async () => {
  const { ask, pages } = await serve((path) =>
    path === "/refused" ? { status: 403, parts: ["no"] } : { cookie: "mine=1", parts: ["yes"] },
  );
  for (const path of ["/refused", "/cookie", "/refused", "/cookie"]) await ask(path);
  expect(pages.counts()).toMatchObject({ drawn: 4, again: 0, kept: 0 });
});

test("a page that turns out to show something else than its key says is never sent again", async () => {
  const pages = createDrawnPages(1_000);
  const server = createServer((request, response) => {
    pages.keep(request.url ?? "/", response, () => false);
    response.end("other");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => server.close();
  const address = server.address();
  await (await fetch(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/a`)).text();
  expect(pages.find("/a")).toBeUndefined();
  expect(pages.counts()).toMatchObject({ drawn: 1, kept: 0 });
});

test("however many are drawn, no more bytes are kept than agreed, and what is asked for stays", async () => {
  const { ask, pages } = await serve((path) => ({ parts: [path.padEnd(100, ".")] }), 350);
  for (let nth = 0; nth < 20; nth += 1) {
    await ask(`/${nth}`);
    await ask("/0");
  }
  expect(pages.counts().bytes).toBeLessThanOrEqual(350);
  expect(pages.counts()).toMatchObject({ drawn: 20, again: 20, kept: 3 });
});
