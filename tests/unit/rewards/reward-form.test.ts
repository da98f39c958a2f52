import { describe, expect, test } from "vitest";
import { changesTo, dataOf, draftOf } from "#app/dashboard/[companyId]/rewards/_form/draft.ts";
import type { RewardData } from "#lib/rewards/index.ts";
import { rewardWith } from "#tests/support/reward-with.ts";

const defaults = { currency: "USD", holdDays: 14, onReversal: "keep" } as const;

/** Everything that the API takes, also what the form does not show. */
const everything: RewardData[] = [
  {
    type: "discount",
    kind: "flat_amount",
    amountOff: 12.5,
    currency: "EUR",
    productId: "prod_a",
    planIds: ["plan_a", "plan_b"],
    durationMonths: 0,
    newUsersOnly: true,
  },
  { type: "free_days", days: 7 },
  { type: "product_unlock", productId: "prod_a", durationMonths: 3 },
  { type: "free_event", productId: "prod_a" },
  { type: "points", points: 50 },
  { type: "credits", credits: 5 },
  { type: "cash", amount: "10.50", currency: "EUR" },
  { type: "custom", instructions: "A call", fromPool: true },
];

describe("the form of a reward", () => {
  test.each(everything)("gives back a reward of the type $type as it was", (data) => {
    const reward = rewardWith(data);
    const draft = draftOf(reward, defaults);
    expect(dataOf(draft)).toEqual(data);
    expect(changesTo(reward, draft, defaults)).toEqual({});
  });

  test("changes of a discount leave the plans that it is for", () => {
    const [data] = everything;
    if (data === undefined) throw new Error("no discount");
    const reward = rewardWith(data);
    const { type: _, ...rewardData } = data;
    expect(changesTo(reward, { ...draftOf(reward, defaults), amountOff: "15" }, defaults)).toEqual({
      rewardData: { ...rewardData, amountOff: 15 },
    });
  });
});
