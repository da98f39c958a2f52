import { headers } from "next/headers";
import { cache } from "react";
import type { Told } from "#lib/core/said.ts";
import { wordsOf } from "#lib/core/said.ts";
import type { Format } from "./format.ts";
import { formatFor } from "./format.ts";
import type { Locale } from "./locale.ts";
import { localeOf } from "./locale.ts";
import { showOf } from "./money-words.ts";
import type { Translator } from "./translator.ts";
import { translatorFor } from "./translator.ts";

/** How this page speaks: language, words, and numbers and dates in the community's time zone. */
export type Speech = {
  locale: Locale;
  t: Translator;
  format: Format;
  /** What lib has to say, with amounts and instants as this reader sees them. */
  say(told: Told): string;
};

export const requestLocale = cache(
  async (): Promise<Locale> => localeOf((await headers()).get("accept-language")),
);

export async function speak(timeZone: string, now: Date): Promise<Speech> {
  const locale = await requestLocale();
  const format = formatFor(locale, timeZone, now);
  const show = showOf(format);
  return { locale, t: translatorFor(locale), format, say: (told) => wordsOf(told, locale, show) };
}

/** For pages that show no dates. */
export async function words(): Promise<{ locale: Locale; t: Translator }> {
  const locale = await requestLocale();
  return { locale, t: translatorFor(locale) };
}
