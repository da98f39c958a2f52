import { z } from "zod";
import { exponentOf, readAmount, toDecimal } from "#lib/core/money.ts";
import { problem } from "#lib/core/problems.ts";
import { isSaid, sentenceOf, type Told } from "#lib/core/said.ts";

/** How values of ours look in JSON. */
export const instant = z
  .codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  })
  .meta({ description: "An instant in UTC, ISO 8601" });

const currency = z
  .string()
  .length(3)
  .refine((code) => exponentOf(code) !== null, problem("input.currency"));

/** Whole minor units inside, decimal text outside: 2710 cents are {"amount": "27.10", "currency": "USD"}. */
export const money = z
  .codec(
    z.object({ amount: z.string().meta({ description: "Decimal, in major units" }), currency }),
    z.object({ minor: z.bigint(), currency: z.string() }),
    {
      decode: (wire) => {
        const reading = readAmount(wire.amount, wire.currency);
        return reading.ok ? reading.money : { minor: 0n, currency: wire.currency };
      },
      encode: ({ minor, currency: code }) => ({ amount: toDecimal(minor, code), currency: code }),
    },
  )
  .meta({ description: "An amount of money" });

export const id = z.uuid();

/** A sentence of ours, or a person's own words; scripts read the sentence in English. */
export const told = z
  .codec(
    z.string(),
    z.custom<Told>((value) => value !== undefined && value !== null),
    { decode: (text) => text, encode: sentenceOf },
  )
  .meta({ description: "For people to read; English" });

/** Whatever was written down beside an entry, with our sentences in words. */
export const details = z.codec(z.record(z.string(), z.unknown()), z.record(z.string(), z.unknown()), {
  decode: (wire) => wire,
  encode: (kept) =>
    Object.fromEntries(
      Object.entries(kept).map(([name, value]) => [name, isSaid(value) ? sentenceOf(value) : value]),
    ),
});
