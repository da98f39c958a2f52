import { describe, expect, test } from "vitest";
import { leftUntil, leftWords } from "#app/_ui/campaign/time-left.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";

const now = new Date("2026-11-21T12:00:00.000Z");
const inMs = (ms: number) => new Date(now.getTime() + ms);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

describe("what is left of a campaign", () => {
  test("is said in its two greatest units, rounded down, in the reader's language", () => {
    const en = translatorFor("en");
    expect(leftWords(inMs(2 * day + 4 * hour + 59 * minute), now, en)).toBe("2 days 4 hours");
    expect(leftWords(inMs(hour + minute), now, en)).toBe("1 hour 1 minute");
    expect(leftWords(inMs(3 * day + 5 * minute), now, en)).toBe("3 days");
    expect(leftWords(inMs(2 * day + hour), now, translatorFor("es"))).toBe("2 días 1 hora");
  });

  test("is never less than nothing", () => {
    expect(leftUntil(inMs(-day), now)).toEqual([]);
    expect(leftWords(inMs(59_000), now, translatorFor("en"))).toBe("less than a minute");
  });
});
