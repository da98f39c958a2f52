import { z } from "zod";
import type { Said } from "./said.ts";

/**
 * Currency exponents that are not 2 (ISO 4217 minor units); every other known code has 2.
 * Source: ISO 4217 table A.1.
 */
const unusualExponents: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Metals, units of account and places kept free: ISO 4217 gives them no minor unit. */
const withoutMinorUnit = new Set("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(" "));

const knownCurrencies = new Set<string>(
  [...Intl.supportedValuesOf("currency"), ...Object.keys(unusualExponents)].filter(
    (code) => !withoutMinorUnit.has(code),
  ),
);

/** Digits after the point in a currency's amounts, or null for a code that is not known. */
export function exponentOf(currency: string): number | null {
  const code = currency.toUpperCase();
  if (!knownCurrencies.has(code)) return null;
  return unusualExponents[code] ?? 2;
}

export type Money = { minor: bigint; currency: string };

export type MoneyReading = { ok: true; money: Money } | { ok: false; problem: Said };

/** Whop's two forms: a number of major units with the currency beside it, or {amount:"27.10", currency}. */
export const WhopAmount = z.union([
  z.number(),
  z.string(),
  z.object({ amount: z.union([z.string(), z.number()]), currency: z.string().nullish() }),
]);
export type WhopAmount = z.infer<typeof WhopAmount>;

const largestMinor = 10n ** 15n;

/**
 * Reads an amount into whole minor units, exactly, without floating-point arithmetic. An amount that is
 * negative, too large, of unknown currency or with too many decimals is a problem to be shown, not guessed.
 */
export function readAmount(amount: WhopAmount, currencyBeside?: string | null): MoneyReading {
  const inner = typeof amount === "object" ? amount.amount : amount;
  const currency = (
    (typeof amount === "object" ? amount.currency : null) ??
    currencyBeside ??
    ""
  ).toUpperCase();
  const exponent = exponentOf(currency);
  if (exponent === null) return unread("amount.unknownCurrency", { currency });
  const text = typeof inner === "number" ? decimalText(inner, exponent) : inner.trim();
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!parts) return unread("amount.unreadable", { text });
  if (parts[1] === "-" && !/^0+\.?0*$/.test(text.slice(1))) return unread("amount.negative", { text });
  const decimals = (parts[3] ?? "").replace(/0+$/, "");
  if (decimals.length > exponent) {
    return unread("amount.decimals", { text, currency, most: exponent });
  }
  const minor = BigInt((parts[2] ?? "0") + decimals.padEnd(exponent, "0"));
  if (minor > largestMinor) return unread("amount.tooLarge", { text });
  return { ok: true, money: { minor, currency } };
}

/** Without the sentences themselves, which need not be there where amounts are read as they are typed. */
function unread(code: Said["code"], values: Said["values"]): MoneyReading {
  return { ok: false, problem: { code, values } };
}

/** A JSON number such as 27.1 or 0.30000000000000004 as the decimal its sender meant. */
function decimalText(value: number, exponent: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = value.toFixed(exponent);
  // Whop sends floats; what differs from the rounding only by float noise is that rounding.
  return Math.abs(Number(rounded) - value) <= Math.abs(value) * 1e-12
    ? rounded
    : value.toFixed(12).replace(/0+$/, "");
}

/** Minor units as a decimal string in major units: 2710n USD is "27.10". */
export function toDecimal(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency) ?? 2;
  const negative = minor < 0n;
  const digits = (negative ? -minor : minor).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const text = exponent === 0 ? whole : `${whole}.${digits.slice(digits.length - exponent)}`;
  return negative ? `-${text}` : text;
}

/** `amount` × `part` ÷ `whole`, rounded half up once; none of them negative. */
export function shareOf(amount: bigint, part: bigint, whole: bigint): bigint {
  return (amount * part * 2n + whole) / (whole * 2n);
}
