import { expect, test } from "vitest";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import { heldGifts } from "#app/experiences/[experienceId]/_home/views.ts";
import { sentenceOf } from "#lib/core/said.ts";

const at = (day: number) => new Date(Date.UTC(2026, 11, day));
const speech = {
  locale: "en" as const,
  t: translatorFor("en"),
  format: formatFor("en", "UTC", at(1)),
  say: sentenceOf,
};

function rung(days: number, waitingUntil: Date | null) {
  const waitsFor = waitingUntil === null ? null : ("hold" as const);
  return {
    waitsFor,
    waitingUntil,
    data: { type: "free_days" as const, days },
    name: "Days",
    productTitle: null,
  };
}

test("what is on hold is told once for each gift, with how many and when the first is final", () => {
  const rungs = [rung(7, at(20)), rung(7, at(12)), rung(1, at(15)), rung(7, null), rung(7, at(14))];
  const held = heldGifts(rungs, speech);
  expect(held).toEqual([
    { gift: "7 free days", count: 3, until: at(12) },
    { gift: "1 free day", count: 1, until: at(15) },
  ]);
  const words = (["en", "es"] as const).map((locale) =>
    held.map(({ gift, count }) =>
      translatorFor(locale)("member.standing.onHold", { gift, count, at: "12 Dec" }),
    ),
  );
  expect(words).toEqual([
    ["3 × 7 free days: earned, the first final 12 Dec", "1 free day: earned, final 12 Dec"],
    [
      "3 × 7 free days: conseguidos, el primero definitivo el 12 Dec",
      "1 free day: conseguido, definitivo el 12 Dec",
    ],
  ]);
});
