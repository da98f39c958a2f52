import { type CsvFile, csvType } from "#lib/core/csv.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Logger } from "#lib/core/log.ts";
import { explain } from "./failures.ts";

const fixedHeaders = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** On answers for somebody whose access Whop could not confirm just now, so what it said some minutes ago counts. */
export const staleHeader = "x-referly-stale";

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...fixedHeaders, ...headers } });
}

/** On tables: how many rows they will have, so that whoever reads one can say how far they are. */
export const rowsHeader = "x-referly-rows";

/** A table as it is read, line by line. What breaks off is a broken connection, never a table that looks whole. */
export function csv(
  { fileName, lines, rows }: CsvFile,
  requestId: string,
  log: Logger,
  headers: Record<string, string>,
): Response {
  const encoder = new TextEncoder();
  const reading = lines[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reading.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log.error({ requestId, error }, "A table broke off while it was sent");
        throw error;
      }
    },
    async cancel() {
      await reading.return?.();
    },
  });
  const own = {
    "content-type": csvType,
    "content-disposition": `attachment; filename="${fileName}"`,
    ...(rows === undefined ? {} : { [rowsHeader]: String(rows) }),
  };
  return new Response(body, { status: 200, headers: { ...fixedHeaders, ...own, ...headers } });
}

/** Says what went wrong to the person who asked; what they cannot change is logged, never sent. */
export function failure(error: unknown, requestId: string, log: Logger): Response {
  const known = explain(error);
  if (!known) log.error({ requestId, error }, "A request failed");
  else if (known.code === "unavailable") log.warn({ requestId, error }, "A request could not be served");
  const shown = known ?? { status: 500, code: "internal", message: unexpected(requestId) };
  const { fields, retryAfterSeconds } = known?.details ?? {};
  const headers: Record<string, string> = { "x-request-id": requestId };
  const retryAfter = retryAfterSeconds ?? (shown.status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) headers["retry-after"] = String(Math.max(1, Math.ceil(retryAfter)));
  const { code, message } = shown;
  return json(shown.status, { error: { code, message, ...(fields ? { fields } : {}), requestId } }, headers);
}

function unexpected(requestId: string): string {
  return `Something went wrong on our side. Try again; if it stays so, quote ${requestId}.`;
}

export function methodNotAllowed(allowed: readonly string[], requestId: string, log: Logger): Response {
  const message = `This address answers ${allowed.join(" and ")} only.`;
  const response = failure(new AppError("method_not_allowed", message), requestId, log);
  response.headers.set(
    "allow",
    allowed.map((method) => (method === "GET" ? "GET, HEAD" : method)).join(", "),
  );
  return response;
}
