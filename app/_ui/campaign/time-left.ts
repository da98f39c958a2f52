import type { Translator } from "../i18n/translator.ts";

type Part = { unit: "days" | "hours" | "minutes"; count: number };

const units = [
  { unit: "days", ms: 86_400_000 },
  { unit: "hours", ms: 3_600_000 },
  { unit: "minutes", ms: 60_000 },
] as const;

/** What is left until an instant, in its greatest unit and the one below: all that "2 days 4 hours" depends on. */
export function leftUntil(until: Date, now: Date): Part[] {
  let rest = Math.max(until.getTime() - now.getTime(), 0);
  const parts = units.map(({ unit, ms }) => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    return { unit, count };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return first === -1 ? [] : parts.slice(first, first + 2).filter(({ count }) => count > 0);
}

/** "2 days 4 hours" */
export function leftWords(until: Date, now: Date, t: Translator): string {
  const parts = leftUntil(until, now);
  if (parts.length === 0) return t("member.campaign.left.moments");
  return parts.map(({ unit, count }) => t(`member.campaign.left.${unit}`, { count })).join(" ");
}
