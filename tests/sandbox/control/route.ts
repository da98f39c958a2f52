import type { z } from "zod";
import type { Api } from "#tests/sandbox/api/api.ts";
import { ApiError } from "#tests/sandbox/http/errors.ts";
import type { Exchange } from "#tests/sandbox/http/exchange.ts";
import type { Params } from "#tests/sandbox/http/pattern.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";

export type ControlCall = {
  sandbox: Sandbox;
  api: Api;
  params: Params;
  query: URLSearchParams;
  body: unknown;
  exchange: Exchange;
};

/** What a route returns is sent as JSON with 200, unless it is a Reply or the route answered by itself. */
export type ControlRoute = {
  method: "GET" | "POST" | "PUT";
  path: string;
  run(call: ControlCall): unknown;
};

export class Reply {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** The route wrote its own answer, such as a stream. */
export const ANSWERED = Symbol("answered");

export class FieldErrors extends ApiError {
  readonly fields: Record<string, string>;

  constructor(fields: Record<string, string>) {
    const list = Object.entries(fields).map(([field, message]) => (field ? `${field}: ${message}` : message));
    super(400, "invalid_input", list.join("; "));
    this.fields = fields;
  }
}

export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".")] ??= issue.message;
  throw new FieldErrors(fields);
}
