import type { z } from "zod";
import { type Code, type Said, say, storeTold, type ValuesOf } from "./said.ts";

/** An issue with what was given, as a parser reports it that was asked to. */
type Issue = Parameters<z.core.$ZodErrorMap>[0] | z.core.$ZodIssue;

/** What is wrong with a value, to be read after the field's name: "threshold: must be at least 1". */
export function problemOf(issue: Issue): Said | null {
  if (issue.input === undefined && issue.code !== "custom") return say("input.missing");
  switch (issue.code) {
    case "invalid_type": {
      const code = kinds[issue.expected];
      return code === undefined ? say("input.kind", { kind: issue.expected }) : say(code);
    }
    case "too_small": {
      const part = parts[issue.origin];
      if (part && Number(issue.minimum) === 1) return say("input.empty");
      return say(part ? `input.least${part}` : "input.least", { limit: String(issue.minimum) });
    }
    case "too_big": {
      const part = parts[issue.origin];
      return say(part ? `input.most${part}` : "input.most", { limit: String(issue.maximum) });
    }
    case "invalid_value": {
      const values = issue.values.map(String).join(", ");
      return issue.values.length === 1 ? say("input.be", { value: values }) : say("input.oneOf", { values });
    }
    case "invalid_format":
      return say(formats[issue.format] ?? "input.form");
    case "not_multiple_of":
      return say("input.multipleOf", { step: String(issue.divisor) });
    default:
      return null;
  }
}

const kinds: Record<
  string,
  | "input.text"
  | "input.number"
  | "input.int"
  | "input.boolean"
  | "input.list"
  | "input.object"
  | "input.date"
  | "input.null"
> = {
  string: "input.text",
  number: "input.number",
  int: "input.int",
  boolean: "input.boolean",
  array: "input.list",
  object: "input.object",
  record: "input.object",
  date: "input.date",
  null: "input.null",
};

/** What a text or a list is made of. */
const parts: Record<string, "Characters" | "Entries"> = {
  string: "Characters",
  array: "Entries",
  set: "Entries",
};

const formats: Record<string, "input.uuid" | "input.instant" | "input.day" | "input.url" | "input.email"> = {
  uuid: "input.uuid",
  datetime: "input.instant",
  date: "input.day",
  url: "input.url",
  email: "input.email",
};

/** What is wrong with a value, as the message of a schema's own check; whoever parses it can read it in any language. */
export function problem<C extends Code>(code: C, ...values: ValuesOf<C>): string {
  return storeTold(say(code, ...values));
}
