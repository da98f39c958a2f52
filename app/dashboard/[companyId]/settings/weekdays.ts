import type { Locale } from "#app/_ui/i18n/locale.ts";

/** The days of the week in a language, Monday first. */
export function weekdaysIn(locale: Locale): string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  // 1 January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2024, 0, 1 + day)));
}
