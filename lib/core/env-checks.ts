import { z } from "zod";

/** Values of .env.example say so themselves; they are good for the sandbox and for nothing else. */
const SANDBOX_MARK = "sandbox-only";
const SANDBOX_MARK_HEX = Buffer.from(SANDBOX_MARK).toString("hex");

export function isPublishedValue(value: string): boolean {
  return value.includes(SANDBOX_MARK) || value.includes(SANDBOX_MARK_HEX);
}

/** A required text; each problem that `problems` finds becomes a message of the field. */
export function checked(problems: (value: string) => (string | null)[]) {
  return z.string({ error: "is missing." }).superRefine((value, context) => {
    for (const message of problems(value)) {
      if (message !== null) context.addIssue({ code: "custom", message });
    }
  });
}

export function splitList(value: string): string[] {
  return value.split(",").map((part) => part.trim());
}

export function isLoopbackUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { hostname } = new URL(value);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** An address that we call and trust: encrypted, unless it never leaves this machine. */
export function trustedUrlProblem(value: string): string | null {
  if (!URL.canParse(value)) return `is not a URL: "${value}".`;
  const url = new URL(value);
  if (url.username !== "" || url.password !== "") return "must not contain a user name or password.";
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopbackUrl(value))) return null;
  return `must start with https:// (http:// is accepted for this machine only); it is "${value}".`;
}

export function originProblem(value: string): string | null {
  const isOrigin = /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
  return isOrigin
    ? null
    : `must be an origin, scheme and host without a path or final slash, such as https://referly.example.com; it is "${value}".`;
}

/** Like an origin, but the host may begin with `*.`, as in frame-ancestors. */
export function originPatternProblem(value: string): string | null {
  return originProblem(value.replace(/^(https?:\/\/)\*\./, "$1any.")) === null
    ? null
    : `must list origins such as https://whop.com or https://*.whop.com, separated by commas; "${value}" is none.`;
}

export function secretProblem(value: string): string | null {
  return value.length >= 32
    ? null
    : `is too short: ${value.length} of at least 32 characters. Make one with: openssl rand -hex 32.`;
}

export function webhookSecretProblem(value: string): string | null {
  if (value.startsWith("ws_")) {
    return /^ws_[0-9a-f]{32,}$/.test(value)
      ? null
      : "begins with ws_ but is not followed by at least 32 characters 0-9 a-f: it was not copied whole.";
  }
  const length = value.length - (value.startsWith("whsec_") ? 6 : 0);
  if (length < 32) return `is too short: ${length} of at least 32 characters. It was not copied whole.`;
  return /^[\x21-\x7e]+$/.test(value) ? null : "holds a space or a character that no secret has.";
}

export function databaseUrlProblem(value: string): string | null {
  const isDatabaseUrl = /^postgres(ql)?:\/\/\S+$/.test(value) && URL.canParse(value);
  return isDatabaseUrl ? null : "must look like postgres://user:password@host:5432/database.";
}
