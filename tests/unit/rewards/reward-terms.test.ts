import { expect, test } from "vitest";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import { termsIn } from "#app/dashboard/[companyId]/rewards/_ladder/terms.ts";
import type { Reward, RewardData } from "#lib/rewards/index.ts";
import { rewardWith } from "#tests/support/reward-with.ts";

const speech = { t: translatorFor("en"), format: formatFor("en", "UTC", new Date("2026-12-01T12:00:00Z")) };

function termsWith(data: RewardData, more: Partial<Reward> = {}): string[] {
  const reward = { ...rewardWith(data), onReversal: "reverse" as const, ...more };
  return termsIn(
    { ...reward, summary: "", productTitle: null, left: null, codesLeft: null, redemptions: {} },
    [],
    speech,
  );
}

const ofCodes = "Unused codes are taken back after a refund";
const ofBooks = "Taken back after a refund";

test.each<[RewardData, string | null]>([
  [{ type: "free_event", productId: "prod_a" }, ofCodes],
  [{ type: "custom", instructions: "A call", fromPool: true }, ofCodes],
  [{ type: "points", points: 5 }, ofBooks],
  [{ type: "cash", amount: "5.00", currency: "USD" }, ofBooks],
  [{ type: "custom", instructions: "A call", fromPool: false }, null],
  [{ type: "free_days", days: 7 }, null],
])("the terms of %j say whether a refund takes it back", (data, words) => {
  const said = termsWith(data).filter((term) => term === ofCodes || term === ofBooks);
  expect(said).toEqual(words === null ? [] : [words]);
});

test("what is kept, given by hand, won or bought is not taken back", () => {
  const points: RewardData = { type: "points", points: 5 };
  expect(termsWith(points, { onReversal: "keep" })).not.toContain(ofBooks);
  expect(termsWith(points, { trigger: "manual" })).not.toContain(ofBooks);
});
