import { messages } from "#app/_ui/i18n/messages.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { ComparedNumber } from "#lib/stats/index.ts";

type Name = keyof typeof messages.en.owner.health.numbers.name;

/** What there is none of is 0, but for days. */
const days = ["scoreReachedAt", "streakUntil", "streakMissedOn"];

/** "Bots 5, Net revenue €12.50": what is kept, or what is behind it, where the two differ. */
export function numberWords(one: ComparedNumber, side: "stored" | "rows", speech: Speech): string {
  switch (one.of) {
    case "member":
      return Object.entries(one[side])
        .map(([name, value]) => named(name, value ?? (days.includes(name) ? "–" : 0), speech))
        .join(", ");
    case "day":
      return named(one.name, one[side], speech);
    case "scores":
      return speech.format.number(one[side]);
    case "link":
      return "";
  }
}

/** Amounts have their currency in their name; the database writes names with underscores. */
function named(name: string, value: string | number, speech: Speech): string {
  const [first = "", currency] = name.split(" ");
  const key = first.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const told = isName(key) ? speech.t(`owner.health.numbers.name.${key}`) : first;
  return `${told} ${valueWords(String(value), currency, speech)}`;
}

function isName(key: string): key is Name {
  return Object.hasOwn(messages.en.owner.health.numbers.name, key);
}

function valueWords(value: string, currency: string | undefined, { format }: Speech): string {
  if (/^-?\d+$/.test(value))
    return currency === undefined
      ? format.number(Number(value))
      : format.money(toDecimal(BigInt(value), currency), currency);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.date(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? format.instant(new Date(value)) : value;
}
