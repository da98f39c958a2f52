/** Currencies of Whop that are not counted in hundredths. */
const EXPONENTS: Record<string, number> = {
  jpy: 0,
  krw: 0,
  vnd: 0,
  clp: 0,
  pyg: 0,
  rwf: 0,
  xof: 0,
  kwd: 3,
  bhd: 3,
  jod: 3,
  tnd: 3,
};

function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** The number Whop's nested shape sends: major units, a float. */
export function toMajor(minor: number, currency: string): number {
  const exponent = exponentOf(currency);
  return Number((minor / 10 ** exponent).toFixed(exponent));
}

export function toMinor(major: number, currency: string): number {
  return Math.round(major * 10 ** exponentOf(currency));
}

/** The object Whop's flat shape sends. */
export function moneyObject(minor: number, currency: string) {
  const exponent = exponentOf(currency);
  return {
    amount: (minor / 10 ** exponent).toFixed(exponent),
    currency,
    decimals: exponent,
    display_decimals: exponent,
  };
}

export function formatMoney(minor: number, currency: string): string {
  return new Intl.NumberFormat("en-US", { style: "currency", currency: currency.toUpperCase() }).format(
    minor / 10 ** exponentOf(currency),
  );
}
