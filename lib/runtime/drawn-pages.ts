import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reading } from "#app/_edge/reading.ts";
import { localeOf } from "#app/_ui/i18n/locale.ts";
import { textOf } from "../core/text-of.ts";
import { headerOf } from "./serve-exchange.ts";

/** A page as it was sent: names and values of the headers alternate. */
export type DrawnPage = { headers: readonly string[]; body: Buffer };

export type DrawnPages = {
  find(key: string): DrawnPage | undefined;
  /** Keeps the page that is about to be written to this response, if at its end it is what the key says. */
  keep(key: string, response: ServerResponse, isOfKey?: () => boolean): void;
  counts(): { drawn: number; kept: number; again: number; bytes: number };
};

/**
 * All that a page's look follows from: its address, the reader and what was read for them, language, appearance
 * and how it is packed. Who reads something else has another key, so nobody is sent what is not theirs or not so
 * any more; nothing ever has to be made invalid.
 */
export function keyOfPage(request: IncomingMessage, { view, data, present }: Reading): string {
  const language = localeOf(headerOf(request, "accept-language") ?? null);
  const appearance = /whop-frosted-theme=([^;]*)/.exec(request.headers.cookie ?? "")?.[1];
  const packing = headerOf(request, "accept-encoding");
  const reader = view && [view.company, view.viewer, view.isOwner, view.stale];
  const look = [request.url, reader, data, present, language, appearance, packing];
  return hash("sha256", textOf(look), "base64url");
}

/** What belongs to one connection or one moment and not to the page. */
const notOfThePage = new Set(["connection", "content-length", "date", "keep-alive", "transfer-encoding"]);

/** Pages as they were last drawn, the most recently sent ones up to so many bytes. */
export function createDrawnPages(mostBytes: number): DrawnPages {
  const pages = new Map<string, DrawnPage>();
  let bytes = 0;
  let drawn = 0;
  let again = 0;

  const forgetOldest = () => {
    for (const [key, { body }] of pages) {
      if (bytes <= mostBytes) return;
      pages.delete(key);
      bytes -= body.length;
    }
  };

  return {
    counts: () => ({ drawn, kept: pages.size, again, bytes }),
    find(key) {
      const page = pages.get(key);
      if (!page) return undefined;
      again += 1;
      pages.delete(key);
      pages.set(key, page);
      return page;
    },
    keep(key, response, isOfKey = () => true) {
      drawn += 1;
      const written = collectWrites(response);
      response.once("finish", () => {
        const page = pageFrom(response, written);
        if (page === null || pages.has(key) || !isOfKey()) return;
        pages.set(key, page);
        bytes += page.body.length;
        forgetOldest();
      });
    },
  };
}

function pageFrom(response: ServerResponse, written: readonly Buffer[]): DrawnPage | null {
  if (response.statusCode !== 200 || response.hasHeader("set-cookie")) return null;
  const headers = Object.entries(response.getHeaders()).flatMap(([name, value]) =>
    value === undefined || notOfThePage.has(name) ? [] : [value].flat().flatMap((one) => [name, String(one)]),
  );
  return { headers, body: Buffer.concat(written) };
}

/** The bytes as they leave, after whatever packs them. */
function collectWrites(response: ServerResponse): Buffer[] {
  const written: Buffer[] = [];
  const collect = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === "string") {
      written.push(Buffer.from(chunk, typeof encoding === "string" ? asEncoding(encoding) : "utf8"));
    } else if (chunk instanceof Uint8Array) written.push(Buffer.from(chunk));
  };
  for (const name of ["write", "end"] as const) {
    const send = response[name];
    Object.assign(response, {
      [name]: (...given: unknown[]) => {
        collect(given[0], given[1]);
        return Reflect.apply(send, response, given);
      },
    });
  }
  return written;
}

/** Node has accepted it as an encoding, or it will refuse it itself. */
function asEncoding(name: string): BufferEncoding {
  return name as BufferEncoding;
}
