/** An amount of money as it is typed, one for each currency. */
export type AmountRow = { key: number; currency: string; amount: string };

export type AmountsProblem = "amount" | "twice";

const decimal = /^\d{1,13}(\.\d{1,4})?$/;

/** People write "12,5" for what the API calls "12.5". */
export function typedDecimal(text: string): string {
  return text.trim().replace(",", ".");
}

export function isDecimal(text: string): boolean {
  return decimal.test(typedDecimal(text));
}

export function rowsOf(amounts: Readonly<Record<string, string>> = {}): AmountRow[] {
  return Object.entries(amounts).map(([currency, amount], key) => ({ key, currency, amount }));
}

/** Rows that are still empty are not said. */
export function amountsOf(rows: readonly AmountRow[]): Record<string, string> {
  const filled = rows.filter(({ amount }) => amount.trim() !== "");
  return Object.fromEntries(filled.map(({ currency, amount }) => [currency, typedDecimal(amount)]));
}

export function problemOf(rows: readonly AmountRow[]): AmountsProblem | undefined {
  const filled = rows.filter(({ amount }) => amount.trim() !== "");
  if (filled.some(({ amount }) => !isDecimal(amount))) return "amount";
  const isTwice = new Set(filled.map(({ currency }) => currency)).size < filled.length;
  return isTwice ? "twice" : undefined;
}
