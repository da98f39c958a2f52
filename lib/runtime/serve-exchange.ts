import type { IncomingMessage, ServerResponse } from "node:http";
import { newId } from "../core/ids.ts";

/** Between node:http and what our handlers speak. */

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : value?.join(", ");
}

/** The body, or null when it is longer than `limit`; then the rest is not read and the connection must close. */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve(null);
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
  const body = Buffer.from(await answer.arrayBuffer());
  send(response, answer.status, headers, body);
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
