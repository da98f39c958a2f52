import { english } from "./en/index.ts";
import { spanish } from "./es/index.ts";

export const languages = ["en", "es"] as const;
export type Language = (typeof languages)[number];

/**
 * Every sentence of lib's that people read, in ICU's message syntax, by area and name. A code that was stored keeps its
 * name and what it is told for ever; a sentence that needs to be told something else is a new code.
 */
export const catalogs = { en: english, es: spanish } as const satisfies Record<Language, unknown>;

type English = typeof english;
type CodeIn<Area extends keyof English> = `${Area}.${Extract<keyof English[Area], string>}`;
export type Code = { [Area in keyof English]: CodeIn<Area> }[keyof English];

type TextOf<C extends Code> = C extends `${infer Area}.${infer Name}`
  ? Area extends keyof English
    ? Name extends keyof English[Area]
      ? English[Area][Name]
      : never
    : never
  : never;

/** What stands in braces: {name}, or {count, plural, one {# day} other {# days}}, whose inner braces hold words. */
type NamedIn<Text> = Text extends `${string}{${infer Inner}}${infer Rest}`
  ? NameOf<Inner> | NamedIn<Rest>
  : never;
type NameOf<Inner> = Inner extends `${infer Name},${string}`
  ? Name
  : Inner extends `${string} ${string}`
    ? never
    : Inner;

export type ArgumentsOf<C extends Code> = NamedIn<TextOf<C>>;

/** The English sentence, unfilled. */
export function textOf(code: Code): string {
  const [area = "", name = ""] = code.split(".");
  return String(Reflect.get(Object(Reflect.get(english, area)), name));
}

export function isCode(text: string): text is Code {
  const [area = "", name = "", ...more] = text.split(".");
  const names: unknown = Object.hasOwn(english, area) ? Reflect.get(english, area) : null;
  return more.length === 0 && typeof names === "object" && names !== null && Object.hasOwn(names, name);
}
