import { z } from "zod";
import type { NotificationKind } from "#db/enums.ts";
import { toDecimal } from "../core/money.ts";
import { type Language, type Show, say, type Told, wordsOf } from "../core/said.ts";

/** What one call says, to all who are told the same. */
export const Message = z.object({ title: z.string(), content: z.string(), restPath: z.string() });
export type Message = z.infer<typeof Message>;

export type Part = { kind: NotificationKind; told: Told; restPath: string };
export type Reader = { language: Language; timeZone: string };

/** More than these nobody reads on a lock screen. */
const mostLines = 5;

/** Everything that one reader is told at once, in their language and the time of their clocks. */
export function messageOf(parts: readonly Part[], { language, timeZone }: Reader): Message {
  const show = showFor(language, timeZone);
  const lines = [...new Set(parts.map(({ told }) => wordsOf(told, language, show)))];
  const more = lines.length - mostLines;
  const content = lines.slice(0, mostLines);
  if (more > 0) content.push(wordsOf(say("notification.more", { many: more }), language));
  const [first] = parts;
  const kinds = new Set(parts.map(({ kind }) => kind));
  const places = new Set(parts.map(({ restPath }) => restPath));
  const title =
    first && kinds.size === 1
      ? say(`notificationTitle.${first.kind}`)
      : say("notification.several", { many: lines.length });
  return {
    title: wordsOf(title, language),
    content: content.join("\n"),
    restPath: first && places.size === 1 ? first.restPath : "/",
  };
}

/** They are dear to make, and the languages and zones that are used are few. */
const shows = new Map<string, Show>();

function showFor(language: Language, timeZone: string): Show {
  const key = `${language} ${timeZone}`;
  const known = shows.get(key);
  if (known) return known;
  const locale = language === "en" ? "en-GB" : language;
  const day = { day: "numeric", month: "short" } as const;
  const instants = new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", timeZone });
  const days = new Intl.DateTimeFormat(locale, { ...day, timeZone: "UTC" });
  const show: Show = {
    instant: (at) => instants.format(at),
    day: (yearMonthAndDay) => days.format(new Date(yearMonthAndDay)),
    money: ({ minor, currency }) => `${toDecimal(minor, currency)} ${currency}`,
  };
  shows.set(key, show);
  return show;
}
