import type { z } from "zod";
import { AppError } from "./errors.ts";

/** Parses input against a verb's schema. @throws AppError invalid_input naming each field and its problem */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const unknownKeys = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const key of unknownKeys) fields[[...issue.path, key].join(".")] = "is not a known field";
    if (unknownKeys.length === 0) fields[issue.path.join(".") || "input"] ??= issue.message;
  }
  const first = Object.entries(fields)[0];
  const message = first ? `${first[0]}: ${first[1]}` : "The input could not be read.";
  throw new AppError("invalid_input", message, { fields });
}
