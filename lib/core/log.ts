import { pino } from "pino";

export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

export type Logger = {
  child(fields: Record<string, unknown>): Logger;
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** Fields whose value never reaches a log, whatever object they sit in. Compared without case, `-` and `_`. */
const SECRET_FIELDS = new Set(
  [
    "authorization",
    "cookie",
    "cookies",
    "set-cookie",
    "x-whop-user-token",
    "token",
    "access-token",
    "user-token",
    "api-key",
    "secret",
    "password",
    "signature",
    "webhook-signature",
    "whop-api-key",
    "whop-webhook-secret",
    "referly-secret",
    "jobs-secret",
    "database-url",
    "database-admin-url",
    "email",
    "emails",
    "phone",
    "ip",
    "ip-address",
    "remote-address",
    "x-forwarded-for",
    "x-real-ip",
    "body",
    "raw-body",
  ].map(fieldKey),
);

function fieldKey(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

/** What must not appear inside any text either: messages of errors quote what they were given. */
const SECRET_TEXTS: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]"],
  [/\b(ws_|whsec_|rfk_)[\w+/=-]{8,}/g, "$1[redacted]"],
  [/:\/\/([^\s:/@]+):[^\s/@]+@/g, "://$1:[redacted]@"],
  [/[^\s@"'<>()[\],;:]+@[^\s@"'<>()[\],;:]+\.[a-z]{2,}/gi, "[e-mail]"],
];

export function redactText(text: string): string {
  let clean = text;
  for (const [pattern, replacement] of SECRET_TEXTS) clean = clean.replaceAll(pattern, replacement);
  return clean;
}

const DEEPEST = 6;

/** A copy that is safe to write down; errors become plain objects with their cause. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  const clean: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    clean[name] = SECRET_FIELDS.has(fieldKey(name)) ? "[redacted]" : redact(item, depth + 1);
  }
  return clean;
}

/** Only what locates the fault: a database error's detail and parameters quote the row, which may hold a person's data. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {
    type: error.name,
    message: redactText(withoutParameters(error.message)),
    stack: redactText(withoutParameters(error.stack ?? "")),
  };
  for (const name of ["code", "status", "constraint_name", "table_name", "routine"]) {
    const item: unknown = Reflect.get(error, name);
    if (typeof item === "string" || typeof item === "number") clean[name] = item;
  }
  if (error.cause !== undefined) clean.cause = redact(error.cause, depth + 1);
  return clean;
}

/** The query builder quotes a failed query with all its values, up to the lines of the stack. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, "");
}

/** What went wrong, for a person: the database's own words instead of the query that met them, and no secrets. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return redactText(String(error)).slice(0, 1_000);
  if (error.message.startsWith("Failed query: ") && error.cause instanceof Error)
    return describeError(error.cause);
  return redactText(withoutParameters(error.message)).slice(0, 1_000);
}

/** One JSON line per entry on stdout. `destination` is for tests. */
export function createLogger(
  name: string,
  level: LogLevel = "info",
  destination?: { write(line: string): void },
): Logger {
  const options = {
    name,
    level,
    base: { name },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

function wrap(inner: pino.Logger): Logger {
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (fields: Record<string, unknown>, message: string): void => {
      if (inner.isLevelEnabled(level)) inner[level](redact(fields) ?? {}, redactText(message));
    };
  return {
    child: (fields) => wrap(inner.child(Object(redact(fields)))),
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
}
