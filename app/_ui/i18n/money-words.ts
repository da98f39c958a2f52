import type { Money } from "#lib/core/money.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Show } from "#lib/core/said.ts";
import type { Format } from "./format.ts";

export function moneyWords(format: Format, { minor, currency }: Money): string {
  return format.money(toDecimal(minor, currency), currency);
}

/** How what lib has to say names amounts and instants to this reader. */
export function showOf(format: Format): Show {
  return {
    money: (amount) => moneyWords(format, amount),
    instant: format.instant,
    day: format.date,
  };
}
