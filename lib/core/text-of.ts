import { hash } from "node:crypto";

/**
 * A text that is the same for two values exactly if they look the same: what they were made of does not count, so
 * one object in two places is the same as two that are alike, and only what is shared is told from what is not.
 * @throws TypeError for what is not plain data
 */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      // With its length before it, no text can look like the end of one and the beginning of the next.
      return `"${value.length}:${value}`;
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0;" : `${value};`;
    case "boolean":
    case "undefined":
      return `${value};`;
    case "object":
      return value === null ? "null;" : objectText(value);
    default:
      throw new TypeError(`A ${typeof value} has no text`);
  }
}

/** Of values that are part of many: their text, once it was asked for, or its digest where that is much shorter. */
const knownTexts = new WeakMap<object, string | null>();
const longestWhole = 100;

/** What many values will have in them and nobody changes any more; from here on nobody can, and it is read once. */
export function asShared<T extends object>(value: T): T {
  freeze(value);
  knownTexts.set(value, null);
  return value;
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}

function objectText(value: object): string {
  const known = knownTexts.get(value);
  if (known === undefined) return newText(value);
  if (known !== null) return known;
  const text = newText(value);
  const short = text.length <= longestWhole ? text : `#${hash("sha256", text, "base64url")}`;
  knownTexts.set(value, short);
  return short;
}

function newText(value: object): string {
  if (Array.isArray(value)) return `[${joined(value)}]`;
  if (value instanceof Date) return `@${value.getTime()};`;
  if (value instanceof Map) return `M[${joined([...value].flat())}]`;
  if (value instanceof Set) return `S[${joined([...value])}]`;
  if (!isPlain(value)) throw new TypeError(`A ${value.constructor.name} has no text`);
  let text = "{";
  // Nothing is inherited, and no pair is made for each name: this is written out for every page that is asked for.
  for (const name in value) text += `${name.length}:${name}${textOf(value[name])}`;
  return `${text}}`;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function joined(values: readonly unknown[]): string {
  let text = "";
  for (const value of values) text += textOf(value);
  return text;
}
