import { expect, it } from "vitest";
import type { RewardTrigger } from "#db/enums.ts";
import { wordsOf } from "#lib/core/said.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";
import { idempotencyKeyOf } from "#lib/rewards/delivery.ts";
import { nextCount, nextRung } from "#lib/rewards/next-reward.ts";
import { isOurs, promoCodeRequest, promoCodeText } from "#lib/rewards/promo-code.ts";
import { describeReward, rewardDataSchemas } from "#lib/rewards/reward-data.ts";
import type { RungState } from "#lib/rewards/rungs.ts";
import { attemptsUsed, delayAfterMs, MOST_ATTEMPTS } from "#lib/whop/attempts.ts";

const secrets = deriveSecrets("a-secret-of-at-least-thirty-two-characters");

it("a redemption has one code for ever, no two share one, and it holds nothing that is easily misread", () => {
  const codes = Array.from({ length: 2_000 }, (_, index) =>
    promoCodeText(secrets, "biz_1", `redemption-${index}`),
  );
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => /^REF[2-9A-HJKMNP-TV-Z]{11}$/.test(code))).toBe(true);
  expect(promoCodeText(secrets, "biz_1", "redemption-0")).toBe(codes[0]);
  expect(promoCodeText(secrets, "biz_2", "redemption-0")).not.toBe(codes[0]);
});

it("a code on Whop is adopted only when everything about it is what was asked for", () => {
  const asked = promoCodeRequest(
    { type: "product_unlock", productId: "prod_1", durationMonths: 0 },
    "REF23456789AB",
  );
  const found = {
    promoCodeId: "promo_1",
    code: "ref23456789ab",
    companyId: "biz_1",
    status: "active",
    uses: 0,
    kind: "percentage",
    amountOff: 100,
    productId: "prod_1",
  };
  expect(isOurs(found, asked)).toBe(true);
  expect(isOurs({ ...found, amountOff: 1 }, asked), "a newer Whop reads 100 % as 1").toBe(true);
  expect(isOurs({ ...found, amountOff: 50 }, asked)).toBe(false);
  expect(isOurs({ ...found, productId: null }, asked)).toBe(false);
  expect(isOurs({ ...found, kind: "flat_amount" }, asked)).toBe(false);
});

it.each([
  ["discount", { kind: "percentage", amountOff: 101 }],
  ["discount", { kind: "percentage", amountOff: 0 }],
  ["discount", { kind: "flat_amount", amountOff: 5, currency: "ZZZ" }],
  ["discount", { kind: "percentage", amountOff: 10, productId: "../prod" }],
  ["free_days", { days: 0 }],
  ["free_days", { days: 1096 }],
  ["free_days", { days: 7, more: true }],
  ["product_unlock", {}],
  ["custom", { instructions: " " }],
] as const)("a %s of %j is refused", (type, data) => {
  expect(rewardDataSchemas[type].safeParse(data).success).toBe(false);
});

it("says in a few words what a reward gives", () => {
  const half = {
    type: "discount",
    kind: "percentage",
    amountOff: 50,
    currency: "USD",
    newUsersOnly: false,
  } as const;
  const said = (...given: Parameters<typeof describeReward>) =>
    (["en", "es"] as const).map((language) => wordsOf(describeReward(...given), language));
  expect(said({ ...half, durationMonths: 1 })).toEqual([
    "50 % off on one payment",
    "50 % de descuento en un pago",
  ]);
  expect(said({ ...half, durationMonths: 3 }, "Club")).toEqual([
    "50 % off Club for 3 months",
    "50 % de descuento en Club durante 3 meses",
  ]);
  expect(said({ type: "free_days", days: 1 })).toEqual(["1 free day", "1 día gratis"]);
  const unlock = { type: "product_unlock", productId: "prod_1", durationMonths: 0 } as const;
  expect(said(unlock, "Club")).toEqual(["Club for free", "Club gratis"]);
});

it("the next reward is the nearest that more referrals earn, also one that a refund took back", () => {
  const rung = (remaining: number, state: RungState = "locked", trigger: RewardTrigger = "milestone") => ({
    remaining,
    state,
    trigger,
  });
  expect(nextRung([rung(7), rung(0, "delivered")])).toEqual(rung(7));
  expect(nextRung([rung(7), rung(1, "cancelled")])).toEqual(rung(1, "cancelled"));
  expect(nextRung([rung(0, "cancelled"), rung(0, "waiting"), rung(0, "locked", "manual")])).toBeNull();
  expect(nextRung([rung(7, "locked", "streak")])).toBeNull();
});

it("what comes every so often is ahead again after each time; what comes once is not", () => {
  const offered = (threshold: number, trigger: RewardTrigger, isActive = true) => ({
    threshold,
    trigger,
    isActive,
    side: "referrer" as const,
  });
  expect(nextCount(offered(3, "every_nth"), 7)).toBe(9);
  expect(nextCount(offered(3, "every_nth"), 9)).toBe(12);
  expect(nextCount(offered(3, "milestone"), 3)).toBeNull();
  expect(nextCount(offered(10, "milestone", false), 3)).toBeNull();
  expect(nextCount(offered(1, "manual"), 0)).toBeNull();
});

it("ten attempts take about a day", () => {
  let total = 0;
  for (let used = 1; used < MOST_ATTEMPTS; used += 1) total += delayAfterMs(used);
  expect(total / 3_600_000).toBeGreaterThan(12);
  expect(total / 3_600_000).toBeLessThan(26);
});

it("a call keeps its key while it may have been applied and changes it after a refusal, which Whop would repeat", () => {
  const at = new Date();
  const attempt = (n: number, outcome: "unknown" | "found_missing" | "refused" | "retried") => ({
    n,
    at,
    outcome,
    status: null,
    message: "",
  });
  const unknown = [attempt(1, "unknown"), attempt(1, "found_missing")];
  expect(idempotencyKeyOf({ id: "a", attempts: unknown })).toBe(idempotencyKeyOf({ id: "a", attempts: [] }));
  const refused = [...unknown, attempt(2, "refused")];
  expect(idempotencyKeyOf({ id: "a", attempts: refused })).not.toBe(
    idempotencyKeyOf({ id: "a", attempts: unknown }),
  );
  expect(attemptsUsed(refused)).toBe(2);
  expect(attemptsUsed([...refused, attempt(2, "retried")])).toBe(0);
});
