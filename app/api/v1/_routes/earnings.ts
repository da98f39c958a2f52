import { z } from "zod";
import { csvRoute, route } from "#app/_edge/declare.ts";
import { id, instant, money } from "#app/_edge/wire.ts";
import { commissionHolds } from "#db/enums.ts";
import {
  type CurrencyEarnings,
  exportStatement,
  GetEarningsInput,
  GetStatementInput,
  getEarnings,
  getStatement,
} from "#lib/payouts/index.ts";

const InCurrency = z.object({
  currency: z.string(),
  owed: money.meta({
    description: "Negative after a reversal of what was paid; later commissions make up for it",
  }),
  waiting: money.meta({ description: "On hold; `waitingUntil` says until when" }),
  held: money.meta({ description: "Held by a case, a dispute or an unreadable amount" }),
  onItsWay: money.meta({ description: "In a payout whose end is not known yet" }),
  paid: money,
  waitingUntil: z.array(z.object({ until: instant, amount: money, sales: z.int() })),
  heldBy: z.array(z.object({ by: z.enum(commissionHolds), amount: money, sales: z.int() })),
  minimum: money.nullable().meta({ description: "Less than this is not paid yet" }),
  accounts: z
    .record(z.string(), id)
    .meta({ description: "The accounts of the ledger that these are the balances of" }),
});

function present({ currency, accounts, ...of }: CurrencyEarnings): z.input<typeof InCurrency> {
  const amount = (minor: bigint) => ({ minor, currency });
  return {
    currency,
    owed: amount(of.owedMinor),
    waiting: amount(of.waitingMinor),
    held: amount(of.heldMinor),
    onItsWay: amount(of.onItsWayMinor),
    paid: amount(of.paidMinor),
    waitingUntil: of.waiting.map(({ amountMinor, ...row }) => ({ ...row, amount: amount(amountMinor) })),
    heldBy: of.held.map(({ amountMinor, ...row }) => ({ ...row, amount: amount(amountMinor) })),
    minimum: of.minimumMinor === null ? null : amount(of.minimumMinor),
    accounts: { ...accounts },
  };
}

const Payment = z.object({
  id,
  payoutNumber: z.int(),
  amount: money,
  isPaid: z.boolean().meta({ description: "Otherwise it is on its way" }),
  paidAt: instant.nullable(),
  reference: z.string().nullable().meta({ description: "Whop's transfer, or what the team wrote down" }),
});

const StatementOutput = z.object({
  community: z.string(),
  member: z.object({ userId: id, name: z.string() }),
  currency: z.string(),
  from: instant.nullable(),
  until: instant,
  opening: money,
  earned: money,
  takenBack: money,
  paid: money,
  closing: money,
  lines: z.array(
    z.object({
      postedAt: instant,
      occurredAt: instant,
      kind: z.enum(["commission", "taken_back", "reward", "reward_taken_back", "payout"]),
      rule: z.string(),
      ruleVersion: z.int(),
      reference: z.string(),
      amount: money,
      balance: money,
    }),
  ),
});

export const earningsRoutes = [
  route({
    method: "GET",
    path: "/api/v1/earnings",
    summary: "What a member has earned as an affiliate: owed, waiting and until when, held and why, paid",
    access: "member",
    input: GetEarningsInput,
    output: z.object({
      userId: id,
      currencies: z.array(InCurrency),
      payments: z.array(Payment),
      nextPayoutAt: instant.nullable().meta({ description: "When the next payout is drafted by itself" }),
    }),
    run: async (ctx, input) => {
      const { currencies, payments, ...earnings } = await getEarnings(ctx, input);
      return {
        ...earnings,
        currencies: currencies.map(present),
        payments: payments.map(({ amountMinor, currency, ...payment }) => ({
          ...payment,
          amount: { minor: amountMinor, currency },
        })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/earnings/statement",
    summary: "A member's account in one currency, line by line, in a period",
    access: "member",
    input: GetStatementInput,
    output: StatementOutput,
    run: async (ctx, input) => {
      const { currency, lines, ...statement } = await getStatement(ctx, input);
      const amount = (minor: bigint) => ({ minor, currency });
      return {
        ...statement,
        currency,
        opening: amount(statement.openingMinor),
        earned: amount(statement.earnedMinor),
        takenBack: amount(statement.takenBackMinor),
        paid: amount(statement.paidMinor),
        closing: amount(statement.closingMinor),
        lines: lines.map(({ amountMinor, balanceMinor, ...line }) => ({
          ...line,
          amount: amount(amountMinor),
          balance: amount(balanceMinor),
        })),
      };
    },
  }),
  csvRoute({
    path: "/api/v1/earnings/statement/csv",
    summary: "The same as a table, of any length",
    access: "member",
    input: GetStatementInput,
    run: exportStatement,
  }),
];
