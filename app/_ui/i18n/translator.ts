import { createTranslator } from "use-intl/core";
import type { Locale } from "./locale.ts";
import { locales } from "./locale.ts";
import type { Messages } from "./messages.ts";
import { messages } from "./messages.ts";

export type Translator = ReturnType<typeof createTranslator<Messages>>;

function create(locale: Locale): Translator {
  return createTranslator({ locale, messages: messages[locale] });
}

/** One per language for the life of the process: a message is parsed once, not once per request. */
const translators = new Map<Locale, Translator>(locales.map((locale) => [locale, create(locale)]));

export function translatorFor(locale: Locale): Translator {
  const known = translators.get(locale);
  if (known) return known;
  const made = create(locale);
  translators.set(locale, made);
  return made;
}
