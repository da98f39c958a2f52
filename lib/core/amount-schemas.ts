import { z } from "zod";
import { exponentOf, readAmount } from "./money.ts";
import { problem } from "./problems.ts";
import { storeTold } from "./said.ts";

/** As the owner gives it: USD. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, problem("input.currency"))
  .refine((code) => exponentOf(code) !== null, problem("input.knownCurrency"));

/** In major units; how many decimals it may have is its currency's. */
export const decimalAmount = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, problem("input.amount", { example: "12.50" }));

type Checked = { addIssue(issue: { code: "custom"; path: string[]; message: string }): void };

/** Says at a field what is wrong with an amount in a currency. */
export function checkAmount({ addIssue }: Checked, field: string, amount: string, currency: string): void {
  const reading = readAmount(amount, currency);
  if (!reading.ok) addIssue({ code: "custom", path: [field], message: storeTold(reading.problem) });
}
