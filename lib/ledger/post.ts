import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { openAccounts } from "./accounts.ts";
import { accountName, type Line, type Posting } from "./types.ts";

/** Postings per statement: a statement's text stays within some megabytes. */
const postingsAtOnce = 5_000;

/**
 * Writes postings to the books and brings the balances along. Runs inside the transaction of the change it books.
 * @throws Error when a posting does not sum to zero in one unit: a fault of the caller
 */
export async function post(ctx: Ctx, postings: readonly Posting[]): Promise<void> {
  if (!ctx.tx) throw new Error("post needs the context of a transaction");
  for (const posting of postings) assertBalanced(posting);
  const accounts = await openAccounts(
    ctx,
    postings.flatMap(({ lines }) => lines),
  );
  const idOf = (line: Line) => {
    const id = accounts.get(accountName(line));
    if (id === undefined) throw new Error(`The account ${accountName(line)} was opened and not found`);
    return id;
  };
  for (let from = 0; from < postings.length; from += postingsAtOnce)
    await writePostings(ctx, postings.slice(from, from + postingsAtOnce), idOf);
}

function assertBalanced({ lines, source }: Posting): void {
  const units = new Set(lines.map(({ unit }) => unit));
  const sum = lines.reduce((total, { amount }) => total + amount, 0n);
  if (lines.length < 2 || units.size !== 1 || sum !== 0n)
    throw new Error(`A posting of ${source.type} ${source.id} does not sum to zero in one unit`);
}

async function writePostings(
  ctx: Ctx,
  postings: readonly Posting[],
  idOf: (line: Line) => string,
): Promise<void> {
  const now = ctx.clock.now();
  const columns = entryColumns(postings, idOf, now);
  // One statement for the lines and their balances. Accounts are taken in the order of their ids, so that two
  // postings on the same accounts wait for each other and never in a circle.
  await ctx.tx?.execute(sql`
    WITH posted AS (
      INSERT INTO ledger_entries (company_id, posting_id, line, account_id, unit, amount, source_type, source_id,
                                  fact_id, rule, rule_version, occurred_at, created_at)
      SELECT ${ctx.companyId}, e.posting_id, e.line, e.account_id, e.unit, e.amount, e.source_type, e.source_id,
             e.fact_id, e.rule, e.rule_version, e.occurred_at::timestamptz, ${now.toISOString()}::timestamptz
        FROM unnest(${sql.param(columns.postingId)}::uuid[], ${sql.param(columns.line)}::int[],
                    ${sql.param(columns.accountId)}::uuid[], ${sql.param(columns.unit)}::text[],
                    ${sql.param(columns.amount)}::bigint[], ${sql.param(columns.sourceType)}::text[],
                    ${sql.param(columns.sourceId)}::uuid[], ${sql.param(columns.factId)}::text[],
                    ${sql.param(columns.rule)}::text[], ${sql.param(columns.ruleVersion)}::int[],
                    ${sql.param(columns.occurredAt)}::text[])
             AS e(posting_id, line, account_id, unit, amount, source_type, source_id, fact_id, rule, rule_version,
                  occurred_at)
      RETURNING account_id, amount
    )
    INSERT INTO ledger_balances AS b (company_id, account_id, balance, entries)
    SELECT ${ctx.companyId}, account_id, sum(amount), count(*) FROM posted GROUP BY account_id ORDER BY account_id
    ON CONFLICT (company_id, account_id)
    DO UPDATE SET balance = b.balance + excluded.balance, entries = b.entries + excluded.entries`);
}

function entryColumns(postings: readonly Posting[], idOf: (line: Line) => string, now: Date) {
  const columns = {
    postingId: [] as string[],
    line: [] as number[],
    accountId: [] as string[],
    unit: [] as string[],
    amount: [] as string[],
    sourceType: [] as string[],
    sourceId: [] as string[],
    factId: [] as string[],
    rule: [] as string[],
    ruleVersion: [] as number[],
    occurredAt: [] as string[],
  };
  for (const { lines, source, factId, rule, ruleVersion, occurredAt } of postings) {
    const postingId = newId(now);
    const at = occurredAt.toISOString();
    for (const [index, line] of lines.entries()) {
      columns.postingId.push(postingId);
      columns.line.push(index + 1);
      columns.accountId.push(idOf(line));
      columns.unit.push(line.unit);
      columns.amount.push(line.amount.toString());
      columns.sourceType.push(source.type);
      columns.sourceId.push(source.id);
      columns.factId.push(factId);
      columns.rule.push(rule);
      columns.ruleVersion.push(ruleVersion);
      columns.occurredAt.push(at);
    }
  }
  return columns;
}
