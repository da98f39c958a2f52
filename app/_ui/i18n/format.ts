import type { Locale } from "./locale.ts";

/** Numbers, money and instants as people read them, in one language and one time zone. */
export type Format = {
  number(value: number): string;
  /** 0.052 is "5.2 %". */
  percent(ratio: number): string;
  /** 2525 hundredths of a percent are "25.25 %". */
  rate(bps: number): string;
  /** A decimal string in major units, exact. */
  money(amount: string, currency: string): string;
  /** The same with every decimal, for columns. */
  amount(amount: string, currency: string): string;
  /** "30 Nov", with the year when it is not this one. */
  day(at: Date): string;
  /** "30 November 2026", for documents. */
  fullDay(at: Date): string;
  /** 2026-11-30 is "30 Nov" in every time zone. */
  date(yearMonthAndDay: string): string;
  /** 2026-11 is "November 2026". */
  month(yearAndMonth: string): string;
  /** "30 Nov, 14:05". */
  instant(at: Date): string;
  /** "14:05". */
  time(at: Date): string;
  /** "5 minutes ago". */
  ago(at: Date): string;
  /** "Kai, Mia and Noor". */
  list(words: readonly string[]): string;
  /** "$5, €5 or £4". */
  either(words: readonly string[]): string;
};

type Options = Intl.DateTimeFormatOptions & Intl.NumberFormatOptions;
type Kind = "date" | "number" | "relative" | "list" | "either";

const made = new Map<string, unknown>();

/** Intl objects cost more to make than to use. */
function once<T>(kind: Kind, locale: string, options: Options, make: () => T): T {
  const key = `${kind}|${locale}|${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known !== undefined) return asMade<T>(known);
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

/** The key names the kind of object, so what is found under it is of the type its maker returns. */
function asMade<T>(value: unknown): T {
  return value as T;
}

function date(locale: string, options: Options): Intl.DateTimeFormat {
  return once("date", locale, options, () => new Intl.DateTimeFormat(locale, options));
}

function numeric(locale: string, options: Options): Intl.NumberFormat {
  return once("number", locale, options, () => new Intl.NumberFormat(locale, options));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** Points and credits are told by what stands beside them: for Intl, a unit of ours is no currency. */
function inUnit(unit: string): Options {
  return /^[A-Za-z]{3}$/.test(unit) ? { style: "currency", currency: unit } : {};
}

/** Intl takes a decimal string exactly; its type wants to see that it is one. */
function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** How long ago in the greatest whole unit, at least a minute: all that "5 minutes ago" depends on. */
export function ageOf(at: Date, now: Date): { count: number; unit: Intl.RelativeTimeFormatUnit } {
  const past = at.getTime() - now.getTime();
  for (const [unit, ms] of steps) {
    if (Math.abs(past) >= ms) return { count: Math.trunc(past / ms), unit };
  }
  return { count: 0, unit: "second" };
}

/** All that a day depends on besides itself: it is told with its year when that is another one. */
export function yearIn(timeZone: string, at: Date): string {
  return date("en-GB", { timeZone, year: "numeric" }).format(at);
}

export function formatFor(locale: Locale, timeZone: string, now: Date): Format {
  // "30 Nov" reads better than "Nov 30" beside numbers, and is what English outside of the US expects.
  const tag = locale === "en" ? "en-GB" : locale;
  const yearOf = (at: Date): Options =>
    yearIn(timeZone, at) === yearIn(timeZone, now) ? {} : { year: "numeric" };
  return {
    number: (value) => numeric(locale, {}).format(value),
    percent: (ratio) => numeric(locale, { style: "percent", maximumFractionDigits: 1 }).format(ratio),
    rate: (bps) => numeric(locale, { style: "percent", maximumFractionDigits: 2 }).format(bps / 10_000),
    money: (amount, currency) => {
      const format = numeric(locale, { ...inUnit(currency), trailingZeroDisplay: "stripIfInteger" });
      return isDecimal(amount) ? format.format(amount) : `${amount} ${currency}`;
    },
    amount: (amount, currency) => {
      const format = numeric(locale, inUnit(currency));
      return isDecimal(amount) ? format.format(amount) : `${amount} ${currency}`;
    },
    day: (at) => date(tag, { timeZone, day: "numeric", month: "short", ...yearOf(at) }).format(at),
    fullDay: (at) => date(tag, { timeZone, day: "numeric", month: "long", year: "numeric" }).format(at),
    date: (yearMonthAndDay) => {
      const noon = new Date(`${yearMonthAndDay}T12:00:00Z`);
      return date(tag, { timeZone: "UTC", day: "numeric", month: "short", ...yearOf(noon) }).format(noon);
    },
    month: (yearAndMonth) =>
      date(tag, { timeZone: "UTC", month: "long", year: "numeric" }).format(new Date(`${yearAndMonth}-01`)),
    instant: (at) =>
      date(tag, {
        timeZone,
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
        ...yearOf(at),
      }).format(at),
    time: (at) => date(tag, { timeZone, hour: "2-digit", minute: "2-digit" }).format(at),
    ago: (at) => {
      const relative = once(
        "relative",
        locale,
        {},
        () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
      );
      const { count, unit } = ageOf(at, now);
      return relative.format(count, unit);
    },
    either: (words) =>
      once("either", locale, {}, () => new Intl.ListFormat(locale, { type: "disjunction" })).format(words),
    list: (words) =>
      once("list", locale, {}, () => new Intl.ListFormat(locale, { type: "conjunction" })).format(words),
  };
}
