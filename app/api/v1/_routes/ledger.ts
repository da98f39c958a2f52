import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { ledgerAccountKinds, ledgerSources } from "#db/enums.ts";
import { amountText, checkBooks, ListPostingsInput, listPostings } from "#lib/ledger/index.ts";

const unit = z.string().meta({ description: "A currency, or what is counted besides money" });
const amount = z.string().meta({ description: "Decimal of the unit" });

const PostingOutput = z.object({
  id,
  unit,
  source: z.object({ type: z.enum(ledgerSources), id }),
  factId: z.string().meta({ description: "Whop's object, or our own record, that made it necessary" }),
  rule: z.string(),
  ruleVersion: z.int(),
  occurredAt: instant,
  postedAt: instant,
  lines: z.array(
    z.object({
      line: z.int(),
      accountId: id,
      holder: z.object({ userId: id, name: z.string() }),
      kind: z.enum(ledgerAccountKinds),
      amount,
      isShown: z.boolean().meta({ description: "Among the entries that the filters show" }),
    }),
  ),
});

export const ledgerRoutes = [
  route({
    method: "GET",
    path: "/api/v1/ledger",
    summary: "The books: postings by their entries, newest first, each with both of its sides",
    access: "owner",
    input: ListPostingsInput,
    output: z.object({
      postings: z.array(PostingOutput),
      nextCursor: id.nullable(),
      entries: z.int().meta({ description: "How many entries the filters show" }),
      sums: z.array(z.object({ unit, amount })),
    }),
    run: listPostings,
  }),
  route({
    method: "GET",
    path: "/api/v1/ledger/check",
    summary: "Proves the books from their entries",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({
      postings: z.int(),
      entries: z.int(),
      unbalanced: z.array(z.object({ unit, sum: amount })),
      wrongBalances: z.array(z.object({ accountId: id, stored: z.string(), summed: z.string() })).meta({
        description: "Accounts whose balance is not the sum of their entries, both in minor units",
      }),
    }),
    run: async (ctx) => {
      const { unbalanced, wrongBalances, ...counts } = await checkBooks(ctx);
      return {
        ...counts,
        unbalanced: unbalanced.map((row) => ({ unit: row.unit, sum: amountText(row.sum, row.unit) })),
        wrongBalances: wrongBalances.map(({ accountId, stored, summed }) => ({
          accountId,
          stored: stored.toString(),
          summed: summed.toString(),
        })),
      };
    },
  }),
];
