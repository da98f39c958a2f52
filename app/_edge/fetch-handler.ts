import { AppError } from "#lib/core/errors.ts";
import { say } from "#lib/core/said.ts";
import type { ApiAnswer, ApiHandler } from "./exchange.ts";

const longestBody = 64 * 1024;

/** The API for hosts that hand a Request over and take a Response. */
export function fetchHandler(api: ApiHandler): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    return toResponse(
      await api({
        method: request.method,
        target: pathname + search,
        header: (name) => request.headers.get(name),
        body: () => readBytes(request),
      }),
    );
  };
}

function toResponse({ status, headers: list, body }: ApiAnswer): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < list.length; i += 2) headers.append(list[i] ?? "", list[i + 1] ?? "");
  return new Response(body, { status, headers });
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = () => new AppError("payload_too_large", say("api.tooLarge", { kB: longestBody / 1024 }));
  if (Number(request.headers.get("content-length") ?? 0) > longestBody) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > longestBody) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
