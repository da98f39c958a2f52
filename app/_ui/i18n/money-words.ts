import type { Money } from "#lib/core/money.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Format } from "./format.ts";

export function moneyWords(format: Format, { minor, currency }: Money): string {
  return format.money(toDecimal(minor, currency), currency);
}
