import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { ApiAnswer } from "#app/_edge/exchange.ts";
import { newId } from "../core/ids.ts";

/** Between node:http and what our handlers speak. */

/** A header by its name in small letters; node:http has read them all before anybody is asked. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "object" ? value.join(", ") : value;
}

/** The body, or null when it is longer than `limit`; then the rest is not read and the connection must close. */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve(null);
  // The server does not even begin to read where no body was announced.
  if (request.readableEnded) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        resolve(null);
      } else chunks.push(chunk);
    });
    request.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once("error", reject);
    request.once("aborted", () => reject(new Error("The request was broken off")));
  });
}

/** The origin is our own configuration's: nothing that is decided may rest on the Host header. */
export function toRequest(request: IncomingMessage, origin: string, body: Buffer | null): Request {
  const headers = new Headers();
  const raw = request.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] ?? "", raw[i + 1] ?? "");
  const method = request.method ?? "GET";
  const hasBody = body !== null && body.length > 0 && method !== "GET" && method !== "HEAD";
  return new Request(origin + (request.url ?? "/"), {
    method,
    headers,
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
}

export async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  const headers: string[] = [];
  for (const [name, value] of answer.headers) headers.push(name, value);
  send(response, answer.status, headers, Buffer.from(await answer.arrayBuffer()));
}

export async function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: ApiAnswer,
): Promise<void> {
  if (typeof body === "string") send(response, status, headers, body);
  else await stream(response, status, headers, body);
}

/** Sends a body while it is made, as fast as it is read. One that breaks off ends the connection. */
async function stream(
  response: ServerResponse,
  status: number,
  headers: readonly string[],
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  if (response.destroyed || response.headersSent) return body.cancel();
  response.writeHead(status, [...headers]);
  if (response.req.method === "HEAD") {
    response.end();
    return body.cancel();
  }
  try {
    await pipeline(body, response);
  } catch {
    // The reader left, or what was being read failed: either way the connection is over.
    response.destroy();
  }
}

const mayHaveNoBody = new Set([204, 304]);

/** `headers`: names and values alternate. */
export function send(
  response: ServerResponse,
  status: number,
  headers: readonly string[],
  body: string | Uint8Array,
): void {
  if (response.destroyed || response.headersSent) return;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const sized = mayHaveNoBody.has(status) ? [...headers] : [...headers, "content-length", String(length)];
  response.writeHead(status, sized);
  response.end(response.req.method === "HEAD" ? undefined : body);
}

const errorHeaders = [
  "content-type",
  "application/json; charset=utf-8",
  "cache-control",
  "no-store",
  "x-content-type-options",
  "nosniff",
  "content-security-policy",
  "default-src 'none'; frame-ancestors 'none'",
];

/** An error of the server itself, in the shape of the API's errors. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  more: readonly string[] = [],
  requestId = newId(),
): void {
  const body = JSON.stringify({ error: { code, message, requestId } });
  send(response, status, [...errorHeaders, ...more], body);
}
