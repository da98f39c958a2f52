import type { z } from "zod";
import { invalidInput } from "./errors.ts";
import { problemOf } from "./problems.ts";
import { isSaid, readTold, type Said, say, sentenceOf } from "./said.ts";

/** So many problems are enough to begin with, and an answer stays short whatever was sent. */
const mostFields = 20;
const longestName = 80;

/** Parses input against a verb's schema. @throws AppError invalid_input naming each field and its problem */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: englishOf, reportInput: true });
  if (result.success) return result.data;
  const fields: Record<string, Said> = {};
  for (const issue of result.error.issues) {
    const isUnknown = issue.code === "unrecognized_keys";
    const paths = isUnknown ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths.slice(0, mostFields - Object.keys(fields).length))
      fields[nameOf(path)] ??= isUnknown ? say("input.unknownField") : saidOf(issue);
  }
  throw invalidInput(fields);
}

function englishOf(issue: Parameters<typeof problemOf>[0]): string | undefined {
  const said = problemOf(issue);
  return said === null ? undefined : sentenceOf(said);
}

/** A schema's own message counts. */
function saidOf(issue: z.core.$ZodIssue): Said {
  const usual = problemOf(issue);
  if (usual !== null && sentenceOf(usual) === issue.message) return usual;
  const [inKey] = issue.code === "invalid_key" ? issue.issues : [];
  const own = readTold((inKey ?? issue).message);
  return isSaid(own) ? own : say("input.form");
}

function nameOf(path: readonly PropertyKey[]): string {
  const name = path.join(".") || "input";
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}
