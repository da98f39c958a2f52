import { type CsvFile, csvType } from "#lib/core/csv.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Logger } from "#lib/core/log.ts";
import { say, wordsOf } from "#lib/core/said.ts";
import type { Locale } from "../_ui/i18n/locale.ts";
import type { ApiAnswer, HeaderList } from "./exchange.ts";
import { explain } from "./failures.ts";

const fixedHeaders = [
  "cache-control",
  "no-store",
  "content-security-policy",
  "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy",
  "same-origin",
  "x-content-type-options",
  "nosniff",
  "referrer-policy",
  "no-referrer",
];
const jsonHeaders = ["content-type", "application/json; charset=utf-8", ...fixedHeaders];

/** On answers for somebody whose access Whop could not confirm just now, so what it said some minutes ago counts. */
export const staleHeader = "x-referly-stale";

export function json(status: number, body: unknown, headers: HeaderList = []): ApiAnswer<string> {
  return { status, headers: [...jsonHeaders, ...headers], body: JSON.stringify(body) };
}

/** On tables: how many rows they will have, so that whoever reads one can say how far they are. */
export const rowsHeader = "x-referly-rows";

/** A table as it is read, line by line. What breaks off is a broken connection, never a table that looks whole. */
export function csv(
  { fileName, lines, rows }: CsvFile,
  requestId: string,
  log: Logger,
  headers: HeaderList,
): ApiAnswer<ReadableStream<Uint8Array>> {
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
  const own = ["content-type", csvType, "content-disposition", `attachment; filename="${fileName}"`];
  if (rows !== undefined) own.push(rowsHeader, String(rows));
  return { status: 200, headers: [...fixedHeaders, ...own, ...headers], body };
}

/** Says what went wrong to the person who asked, in their language; what they cannot change is logged, never sent. */
export function failure(
  error: unknown,
  requestId: string,
  log: Logger,
  language: Locale = "en",
): ApiAnswer<string> {
  const known = explain(error);
  if (!known) log.error({ requestId, error }, "A request failed");
  else if (known.code === "unavailable") log.warn({ requestId, error }, "A request could not be served");
  const shown = known ?? {
    status: 500,
    code: "internal",
    told: say("busy.unexpected", { reference: requestId }),
  };
  const { fields, retryAfterSeconds } = known?.details ?? {};
  const headers = ["x-request-id", requestId];
  const retryAfter = retryAfterSeconds ?? (shown.status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) headers.push("retry-after", String(Math.max(1, Math.ceil(retryAfter))));
  const { status, code, told } = shown;
  const message = wordsOf(told, language);
  const said = fields && Object.entries(fields).map(([name, problem]) => [name, wordsOf(problem, language)]);
  headers.push("content-language", language);
  return json(
    status,
    { error: { code, message, ...(said ? { fields: Object.fromEntries(said) } : {}), requestId } },
    headers,
  );
}

export function methodNotAllowed(
  allowed: readonly string[],
  requestId: string,
  log: Logger,
  language: Locale,
): ApiAnswer<string> {
  const told = say("api.methods", { methods: allowed.join(", ") });
  const answer = failure(new AppError("method_not_allowed", told), requestId, log, language);
  const methods = allowed.map((method) => (method === "GET" ? "GET, HEAD" : method)).join(", ");
  return { ...answer, headers: [...answer.headers, "allow", methods] };
}
