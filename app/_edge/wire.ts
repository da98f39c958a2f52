import { z } from "zod";
import { exponentOf, readAmount, toDecimal } from "#lib/core/money.ts";
import { problem } from "#lib/core/problems.ts";
import { isSaid, sentenceOf, type Told } from "#lib/core/said.ts";

/** How values of ours become JSON; read backwards, how JSON becomes values of ours. */
export const instant = z
  .codec(z.date(), z.iso.datetime(), {
    decode: (date) => date.toISOString(),
    encode: (text) => new Date(text),
  })
  .meta({ description: "An instant in UTC, ISO 8601" });

const currency = z
  .string()
  .length(3)
  .refine((code) => exponentOf(code) !== null, problem("input.currency"));

/** Whole minor units inside, decimal text outside: 2710 cents are {"amount": "27.10", "currency": "USD"}. */
export const money = z
  .codec(
    z.object({ minor: z.bigint(), currency: z.string() }),
    z.object({ amount: z.string().meta({ description: "Decimal, in major units" }), currency }),
    {
      decode: ({ minor, currency: code }) => ({ amount: toDecimal(minor, code), currency: code }),
      encode: (wire) => {
        const reading = readAmount(wire.amount, wire.currency);
        return reading.ok ? reading.money : { minor: 0n, currency: wire.currency };
      },
    },
  )
  .meta({ description: "An amount of money" });

export const id = z.uuid();

/** A sentence of ours, or a person's own words; scripts read the sentence in English. */
export const told = z
  .codec(
    z.custom<Told>((value) => value !== undefined && value !== null),
    z.string(),
    { decode: sentenceOf, encode: (text) => text },
  )
  .meta({ description: "For people to read; English" });

/** Whatever was written down beside an entry, with our sentences in words. */
export const details = z.codec(z.record(z.string(), z.unknown()), z.record(z.string(), z.unknown()), {
  decode: (kept) =>
    Object.fromEntries(
      Object.entries(kept).map(([name, value]) => [name, isSaid(value) ? sentenceOf(value) : value]),
    ),
  encode: (wire) => wire,
});
