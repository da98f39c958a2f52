import type { z } from "zod";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What is wrong with a value, to be read after the field's name: "threshold: must be at least 1". */
export function problemOf(issue: Issue): string | undefined {
  if (issue.input === undefined && issue.code !== "custom") return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      if (Number(issue.minimum) === 1 && issue.origin in parts) return "must not be empty";
      return `must ${issue.origin in parts ? "have" : "be"} at least ${amount(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must ${issue.origin in parts ? "have" : "be"} at most ${amount(issue.origin, issue.maximum)}`;
    case "invalid_value":
      return `must be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return formats[issue.format] ?? "does not have the right form";
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      return undefined;
  }
}

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a date",
  null: "null",
};

/** What a text or a list is made of. */
const parts: Record<string, string> = { string: "characters", array: "entries", set: "entries" };

function amount(origin: string, limit: number | bigint): string {
  return parts[origin] === undefined ? String(limit) : `${limit} ${parts[origin]}`;
}

const formats: Record<string, string> = {
  uuid: "must be an id such as 019a0000-0000-7000-8000-000000000000",
  datetime: "must be an instant such as 2026-11-21T12:00:00Z",
  date: "must be a date such as 2026-11-21",
  url: "must be an address such as https://example.com",
  email: "must be an e-mail address",
};
