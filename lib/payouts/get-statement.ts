import { z } from "zod";
import { getCompany } from "../companies/index.ts";
import { currencyCode } from "../core/amount-schemas.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { type Cell, type CsvFile, csvTable } from "../core/csv.ts";
import { AppError } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { displayName, getMember, type Member } from "../members/index.ts";
import { balanceBefore, type Period, type StatementLine, statementLines } from "./statement.ts";

export const GetStatementInput = z.strictObject({
  currency: currencyCode,
  userId: z
    .uuid()
    .optional()
    .meta({ description: "Whose; the caller's own when left out. The team may name anybody" }),
  from: z.iso.datetime().optional().meta({ description: "From the beginning when left out" }),
  until: z.iso.datetime().optional().meta({ description: "Not included; until now when left out" }),
});
export type GetStatementInput = z.infer<typeof GetStatementInput>;

export type Statement = Period & {
  community: string;
  member: { userId: string; name: string };
  currency: string;
  openingMinor: bigint;
  earnedMinor: bigint;
  /** Negative. */
  takenBackMinor: bigint;
  /** Negative. */
  paidMinor: bigint;
  closingMinor: bigint;
  lines: StatementLine[];
};

const mostLines = 5_000;

/** A member's account in one currency, to be read or printed. @throws AppError invalid_input when it is too long for that */
export async function getStatement(ctx: Ctx, input: GetStatementInput): Promise<Statement> {
  const { member, currency, period } = await readInput(ctx, input);
  const whose = { userId: member.id, currency };
  const { title } = await getCompany(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const openingMinor = await balanceBefore(ctx, whose, period.from);
    const lines: StatementLine[] = [];
    for await (const line of statementLines(ctx, whose, period)) {
      if (lines.length === mostLines) {
        const message = say("payout.mostLines", { count: mostLines });
        throw new AppError("invalid_input", message, { fields: { from: say("input.longAgo") } });
      }
      lines.push(line);
    }
    const sum = (...kinds: StatementLine["kind"][]) =>
      lines
        .filter(({ kind }) => kinds.includes(kind))
        .reduce((total, { amountMinor }) => total + amountMinor, 0n);
    return {
      ...period,
      community: title,
      member: { userId: member.id, name: displayName(member) },
      currency,
      openingMinor,
      earnedMinor: sum("commission", "reward"),
      takenBackMinor: sum("taken_back", "reward_taken_back"),
      paidMinor: sum("payout"),
      closingMinor: lines.at(-1)?.balanceMinor ?? openingMinor,
      lines,
    };
  });
}

const headings = ["posted_at", "date", "kind", "rule", "reference", "amount", "balance", "currency"];

/** The same as a table, of any length. */
export async function exportStatement(ctx: Ctx, input: GetStatementInput): Promise<CsvFile> {
  const { member, currency, period } = await readInput(ctx, input);
  const lines = statementLines(ctx, { userId: member.id, currency }, period);
  return {
    fileName: `statement-${currency}-${period.until.toISOString().slice(0, 10)}.csv`,
    lines: csvTable(headings, cellsOf(lines, currency)),
  };
}

async function* cellsOf(lines: AsyncIterable<StatementLine>, currency: string): AsyncGenerator<Cell[]> {
  for await (const line of lines) {
    const { postedAt, occurredAt, kind, rule, ruleVersion, reference } = line;
    const amount = toDecimal(line.amountMinor, currency);
    const balance = toDecimal(line.balanceMinor, currency);
    // Only plans have versions.
    const name = kind === "commission" || kind === "taken_back" ? `${rule} (${ruleVersion})` : rule;
    yield [postedAt, occurredAt, kind, name, reference, amount, balance, currency];
  }
}

async function readInput(
  ctx: Ctx,
  input: GetStatementInput,
): Promise<{ member: Member; currency: string; period: Period }> {
  const { userId, currency, from, until } = parseInput(GetStatementInput, input);
  const member = await getMember(ctx, { userId: whose(ctx, userId) });
  const period = {
    from: from === undefined ? null : new Date(from),
    // What is posted at this very instant is in it.
    until: until === undefined ? new Date(ctx.clock.now().getTime() + 1) : new Date(until),
  };
  return { member, currency, period };
}
