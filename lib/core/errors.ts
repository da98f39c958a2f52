import { type Code, type Said, say, sentenceOf } from "./said.ts";

export const statusOf = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;

export type ErrorDetails = {
  /** Field path to what is wrong with it, for the person who filled it in. */
  fields?: Record<string, Said>;
  /** Seconds after which trying again makes sense. */
  retryAfterSeconds?: number;
};

const brand = Symbol.for("referly.AppError");

/** An error whose message is written for the person who reads it: what happened, to what, what to do. */
export class AppError extends Error {
  readonly [brand] = true;
  readonly code: ErrorCode;
  /** The message for readers of any language. */
  readonly told: Said;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, told: Said, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(sentenceOf(told), options);
    this.name = "AppError";
    this.code = code;
    this.told = told;
    this.details = details;
  }

  get status(): number {
    return statusOf[this.code];
  }

  /** Pages are bundled apart from the server they run in, so this class exists twice there; the brand is common. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }
}

/** Everything that can be asked for and not be there; the words are in lib/words, area `missing`. */
type Missing = Code extends infer C ? (C extends `missing.${infer Thing}` ? Thing : never) : never;

export function notFound(what: Missing): AppError {
  return new AppError("not_found", say(`missing.${what}`));
}

/** Names each field and what is wrong with it. */
export function invalidInput(fields: Record<string, Said>): AppError {
  const [first] = Object.entries(fields);
  const told = first ? say("input.field", { field: first[0], problem: first[1] }) : say("input.unreadable");
  return new AppError("invalid_input", told, { fields });
}
