import { z } from "zod";
import { readAmount, WhopAmount } from "../core/money.ts";
import { type Said, say } from "../core/said.ts";
import type { Metadata } from "./facts.ts";

/**
 * Lenient readers of Whop's fields: what we do not read cannot break us, and an optional field of a type we
 * did not expect counts as absent. Postgres holds neither zero bytes nor half surrogate pairs.
 */
const longestId = 100;
const longestText = 2_000;

function clean(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

export const cleanText = z.string().transform(clean);

export const id = cleanText.pipe(z.string().min(1).max(longestId));

/** A word the object cannot be understood without, such as its status. */
export const word = cleanText.pipe(z.string().trim().min(1).max(longestId));

export const optionalId = id.nullish().catch(null);

export const optionalText = cleanText
  .transform((text) => text.trim().slice(0, longestText) || null)
  .nullish()
  .catch(null);

export const flag = z.boolean().nullish().catch(null);

/** The id of an object that is nested, whole or not. */
export const reference = z.object({ id: optionalId }).nullish().catch(null);

const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/** ISO 8601, or unix seconds as older payloads have them. */
export const instant = z
  .union([z.string(), z.number()])
  .transform((value): Date | null => {
    const at = typeof value === "number" ? value * 1000 : Date.parse(value);
    return at >= earliest && at <= latest ? new Date(at) : null;
  })
  .nullish()
  .catch(null);

function cleanDeep(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(cleanDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [clean(name), cleanDeep(item)]));
}

export const metadata = z
  .record(z.string(), z.unknown())
  .transform(
    (value): Metadata => Object.fromEntries(Object.entries(value).map(([k, v]) => [clean(k), cleanDeep(v)])),
  )
  .nullish()
  .catch(null)
  .transform((value) => value ?? {});

export const personFields = z
  .object({
    id: optionalId,
    username: optionalText,
    name: optionalText,
    email: optionalText,
    profile_picture: z.object({ url: optionalText }).nullish().catch(null),
  })
  .nullish()
  .catch(null);
export type PersonFields = z.output<typeof personFields>;

/** Read by readMoney, which knows what it may be. */
export const amount = z.unknown().optional();

export type AmountReading = { minor: bigint | null; currency: string | null; problem: Said | null };

/** An amount in whole minor units; absent is not a problem, unreadable is. */
export function readMoney(value: unknown, currencyBeside: string | null): AmountReading {
  if (value === null || value === undefined) return { minor: null, currency: null, problem: null };
  const parsed = WhopAmount.safeParse(value);
  if (!parsed.success) return { minor: null, currency: null, problem: say("amount.noForm") };
  const reading = readAmount(parsed.data, currencyBeside);
  return reading.ok
    ? { minor: reading.money.minor, currency: reading.money.currency, problem: null }
    : { minor: null, currency: null, problem: reading.problem };
}

/** What stands for the currency of an amount that names none: ISO 4217's own code for that. */
export const noCurrency = "XXX";

export function currencyCode(...candidates: (string | null | undefined)[]): string {
  const named = candidates.find((candidate) => candidate);
  return named ? named.toUpperCase().slice(0, 10) : noCurrency;
}
