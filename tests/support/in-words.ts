import { isSaid, sentenceOf } from "#lib/core/said.ts";

/** The same with every sentence of ours as people read it in English. */
export function inWords(value: unknown): unknown {
  if (isSaid(value)) return sentenceOf(value);
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inWords(part)]));
}
