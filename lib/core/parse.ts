import type { z } from "zod";
import { AppError } from "./errors.ts";
import { problemOf } from "./problems.ts";

/** So many problems are enough to begin with, and an answer stays short whatever was sent. */
const mostFields = 20;
const longestName = 80;

/** Parses input against a verb's schema. @throws AppError invalid_input naming each field and its problem */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: problemOf });
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const isUnknown = issue.code === "unrecognized_keys";
    const paths = isUnknown ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths.slice(0, mostFields - Object.keys(fields).length))
      fields[nameOf(path)] ??= isUnknown ? "is not a known field" : issue.message;
  }
  const first = Object.entries(fields)[0];
  const message = first ? `${first[0]}: ${first[1]}` : "The input could not be read.";
  throw new AppError("invalid_input", message, { fields });
}

function nameOf(path: readonly PropertyKey[]): string {
  const name = path.join(".") || "input";
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}
