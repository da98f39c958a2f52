import type { Params } from "#tests/sandbox/http/pattern.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";

export type Call = {
  readonly sandbox: Sandbox;
  readonly params: Params;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly version: string;
  /** Writes down that this call changed something at Whop. */
  effect(kind: string, object: unknown): void;
};

export type Answer = { status: number; body: unknown };

export type Operation = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  /** All of them are needed; a function where they depend on what is asked. */
  permissions: readonly string[] | ((body: unknown) => readonly string[]);
  /** Answers without a key, as a checkout page needs it. */
  isPublic?: boolean;
  /** The SDK's own call for this takes an Idempotency-Key. */
  takesIdempotencyKey?: boolean;
  run(call: Call): Answer;
};

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
