import { exponentOf } from "#lib/core/money.ts";

/** Every currency whose amounts can be read; those that the community sells in come first. */
export function currencyOptions(sold: readonly string[]): string[] {
  const known = Intl.supportedValuesOf("currency").filter((code) => exponentOf(code) !== null);
  return [...new Set([...(sold.length === 0 ? ["USD"] : sold), ...known])];
}
