import { z } from "zod";
import { payoutMethods } from "#db/enums.ts";
import { checkAmount, currencyCode } from "../core/amount-schemas.ts";
import { readAmount } from "../core/money.ts";

/** Currency to an amount of it in major units, as text: {"USD": "25.00"}. */
const amounts = z.record(currencyCode, z.string().max(30)).superRefine((byCurrency, context) => {
  for (const [currency, amount] of Object.entries(byCurrency))
    checkAmount(context, currency, amount, currency);
});

/** When a payout is drafted by itself, at the beginning of the day in the community's time zone. */
export const PayoutSchedule = z.discriminatedUnion("every", [
  /** 1 is Monday. */
  z.strictObject({ every: z.literal("week"), weekday: z.int().min(1).max(7) }),
  /** A month that is shorter has it on its last day. */
  z.strictObject({ every: z.literal("month"), day: z.int().min(1).max(31) }),
]);
export type PayoutSchedule = z.infer<typeof PayoutSchedule>;

export const PayoutSettings = z.strictObject({
  /** Of drafts that the schedule makes, and the one that is proposed. */
  method: z.enum(payoutMethods),
  /** Less than this stays owed until a later payout. */
  minimums: amounts,
  /** A payout of more than this in one currency needs a second person's approval. */
  secondApprovalAbove: amounts,
  schedule: PayoutSchedule.nullable(),
});
export type PayoutSettings = z.infer<typeof PayoutSettings>;

export const defaultPayoutSettings: PayoutSettings = {
  method: "transfer",
  minimums: {},
  secondApprovalAbove: {},
  schedule: null,
};

/** What the settings say for one currency, in minor units; null where they say nothing. */
export function settingFor(amounts: PayoutSettings["minimums"], currency: string): bigint | null {
  const amount = amounts[currency];
  if (amount === undefined) return null;
  const reading = readAmount(amount, currency);
  return reading.ok ? reading.money.minor : null;
}
