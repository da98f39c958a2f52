import { createTranslator } from "use-intl/core";
import { z } from "zod";
import {
  type ArgumentsOf,
  type Code,
  catalogs,
  isCode,
  type Language,
  languages,
  textOf,
} from "../words/index.ts";
import { toDecimal } from "./money.ts";

export { type Code, isCode, type Language, languages };

type Amount<Minor> = { minor: Minor; currency: string };
/** As 2026-11-21, in every time zone. */
type Day = { day: string };
/** What a sentence speaks of besides its fixed words. */
type Given = string | number | Date | Day | Amount<bigint> | Said;
/** The same as it is stored in JSON. */
type Value = string | number | { at: string } | Day | Amount<string> | Said;

/** A sentence of ours before it is put into words: which one it is, and what it speaks of. */
export type Said = { code: Code; values: Readonly<Record<string, Value>> };

/** What a person reads: a sentence of ours, or text that is in nobody's language but its author's. */
export type Told = Said | string;

/** How a reader sees amounts, instants and days. */
export type Show = {
  money(amount: Amount<bigint>): string;
  instant(at: Date): string;
  day(yearMonthAndDay: string): string;
};

export type ValuesOf<C extends Code> = [ArgumentsOf<C>] extends [never]
  ? [values?: Record<string, never>]
  : [values: Record<ArgumentsOf<C>, Given>];

/** Says a sentence of lib/words. What it needs to be told is what stands in braces in the English one. */
export function say<C extends Code>(code: C, ...[values = {}]: ValuesOf<C>): Said {
  const text = textOf(code);
  const stored = Object.entries<Given>(values)
    // Whoever has several sentences to choose from may know more than this one speaks of.
    .filter(([name]) => text.includes(`{${name}`))
    .map(([name, value]) => [name, storedValue(value)]);
  return { code, values: Object.fromEntries(stored) };
}

function storedValue(value: Given): Value {
  if (value instanceof Date) return { at: value.toISOString() };
  if (typeof value !== "object" || "code" in value || "day" in value) return value;
  return { minor: String(value.minor), currency: value.currency };
}

const plain: Show = {
  money: ({ minor, currency }) => `${toDecimal(minor, currency)} ${currency}`,
  instant: (at) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`,
  day: (yearMonthAndDay) => yearMonthAndDay,
};

/** In English, as the API, tables and logs have it. */
export function sentenceOf(told: Told): string {
  return wordsOf(told, "en");
}

export function wordsOf(told: Told, language: Language, show: Show = plain): string {
  if (typeof told === "string") return told;
  const { code, values } = told;
  const shown = Object.entries(values).map(([name, value]) => [name, shownValue(value, language, show)]);
  return speakers[language](code, Object.fromEntries(shown));
}

function shownValue(value: Value, language: Language, show: Show): string | number {
  if (typeof value !== "object") return value;
  if ("code" in value) return wordsOf(value, language, show);
  if ("at" in value) return show.instant(new Date(value.at));
  if ("day" in value) return show.day(value.day);
  return show.money({ minor: BigInt(value.minor), currency: value.currency });
}

type Speaker = (code: string, values: Record<string, string | number>) => string;

const speakers: Record<Language, Speaker> = { en: speaker("en"), es: speaker("es") };

/** A community says the same few sentences over and over, and putting one together is dear. */
const mostRemembered = 2_000;

function speaker(locale: Language): Speaker {
  const translator: unknown = createTranslator({ locale, messages: Object(catalogs[locale]) });
  const translate = translator as Speaker; // Its own type knows the words of the pages; these are others.
  const remembered = new Map<string, string>();
  return (code, values) => {
    const key = code + JSON.stringify(values);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const sentence = translate(code, values);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, sentence);
    return sentence;
  };
}

/** For a column of text. */
export function storeTold(told: Told): string {
  return typeof told === "string" ? told : JSON.stringify(told);
}

/** Back from a column of text. Text that is no sentence of this version's stays the text it is. */
export function readTold(text: string): Told {
  if (!text.startsWith('{"code":')) return text;
  try {
    const stored: unknown = JSON.parse(text);
    return isSaid(stored) ? stored : text;
  } catch {
    return text;
  }
}

export function isSaid(value: unknown): value is Said {
  if (typeof value !== "object" || value === null || !("code" in value) || !("values" in value)) return false;
  return typeof value.code === "string" && isCode(value.code) && typeof value.values === "object";
}

/** As it stands in JSON that was stored; what cannot be read any more is left out. */
export const ToldInJson = z.unknown().transform((stored): Told => {
  if (typeof stored === "string") return stored;
  return isSaid(stored) ? stored : "";
});
