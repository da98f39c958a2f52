import type { IncomingMessage, ServerResponse } from "node:http";

const BODY_LIMIT = 1024 * 1024;

/** One request with its URL parsed, and the few ways in which the sandbox answers. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.method = request.method ?? "GET";
    this.url = new URL(request.url ?? "/", "http://sandbox");
  }

  get path(): string {
    return this.url.pathname;
  }

  header(name: string): string | null {
    const value = this.request.headers[name];
    return typeof value === "string" ? value : null;
  }

  cookie(name: string): string | null {
    for (const part of (this.header("cookie") ?? "").split(";")) {
      const [key, ...rest] = part.trim().split("=");
      if (key === name) return decodeURIComponent(rest.join("="));
    }
    return null;
  }

  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request) {
      const bytes = asBuffer(chunk);
      size += bytes.length;
      if (size > BODY_LIMIT) throw new BodyTooLarge();
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  json(status: number, body: unknown, headers: Record<string, string> = {}): void {
    const text = JSON.stringify(body ?? null);
    this.send(status, text, { "content-type": "application/json; charset=utf-8", ...headers });
  }

  html(status: number, body: string, headers: Record<string, string> = {}): void {
    this.send(status, body, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    });
  }

  send(status: number, body: string, headers: Record<string, string>): void {
    if (this.response.headersSent || this.response.destroyed) return;
    this.response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
    this.response.end(this.method === "HEAD" ? undefined : body);
  }

  redirect(location: string, headers: Record<string, string | string[]> = {}): void {
    this.response.writeHead(302, { location, "cache-control": "no-store", ...headers });
    this.response.end();
  }
}

export class BodyTooLarge extends Error {}

/** Streams of node:http yield Buffers; the type of an async iteration only says any. */
function asBuffer(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}
