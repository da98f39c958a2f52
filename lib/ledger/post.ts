import { sql } from "drizzle-orm";
import { chunksOf } from "../core/chunks.ts";
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
  if (postings.length === 0) return;
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
  for (const some of chunksOf(postings, postingsAtOnce)) await writePostings(ctx, some, idOf);
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
  const { causes, lines } = columnsOf(postings, idOf, now);
  // One statement for the lines and their balances. Accounts are taken in the order of their ids, so that two
  // postings on the same accounts wait for each other and never in a circle.
  await ctx.tx?.execute(sql`
    WITH posted AS (
      INSERT INTO ledger_entries (company_id, posting_id, line, account_id, unit, amount, source_type, source_id,
                                  fact_id, rule, rule_version, occurred_at, created_at)
      SELECT ${ctx.companyId}, c.posting_id, l.line, l.account_id, l.unit, l.amount, c.source_type, c.source_id,
             c.fact_id, c.rule, c.rule_version, c.occurred_at::timestamptz, ${now.toISOString()}::timestamptz
        FROM unnest(${sql.param(lines.posting)}::int[], ${sql.param(lines.line)}::int[],
                    ${sql.param(lines.accountId)}::uuid[], ${sql.param(lines.unit)}::text[],
                    ${sql.param(lines.amount)}::bigint[]) AS l(posting, line, account_id, unit, amount)
        JOIN unnest(${sql.param(causes.postingId)}::uuid[], ${sql.param(causes.sourceType)}::text[],
                    ${sql.param(causes.sourceId)}::uuid[], ${sql.param(causes.factId)}::text[],
                    ${sql.param(causes.rule)}::text[], ${sql.param(causes.ruleVersion)}::int[],
                    ${sql.param(causes.occurredAt)}::text[]) WITH ORDINALITY
             AS c(posting_id, source_type, source_id, fact_id, rule, rule_version, occurred_at, n) ON c.n = l.posting
      RETURNING account_id, amount
    )
    INSERT INTO ledger_balances AS b (company_id, account_id, balance, entries, updated_at)
    SELECT ${ctx.companyId}, account_id, sum(amount), count(*), ${now.toISOString()}::timestamptz
      FROM posted GROUP BY account_id ORDER BY account_id
    ON CONFLICT (company_id, account_id)
    DO UPDATE SET balance = b.balance + excluded.balance, entries = b.entries + excluded.entries,
                  updated_at = excluded.updated_at`);
}

/** What is common to the lines of a posting travels once; a line names its posting by its place among them. */
function columnsOf(postings: readonly Posting[], idOf: (line: Line) => string, now: Date) {
  const numbered = postings.flatMap(({ lines }, index) =>
    lines.map((line, nth) => ({ posting: index + 1, line: nth + 1, of: line })),
  );
  return {
    causes: {
      postingId: postings.map(() => newId(now)),
      sourceType: postings.map(({ source }) => source.type),
      sourceId: postings.map(({ source }) => source.id),
      factId: postings.map(({ factId }) => factId),
      rule: postings.map(({ rule }) => rule),
      ruleVersion: postings.map(({ ruleVersion }) => ruleVersion),
      occurredAt: postings.map(({ occurredAt }) => occurredAt.toISOString()),
    },
    lines: {
      posting: numbered.map(({ posting }) => posting),
      line: numbered.map(({ line }) => line),
      accountId: numbered.map(({ of }) => idOf(of)),
      unit: numbered.map(({ of }) => of.unit),
      amount: numbered.map(({ of }) => of.amount.toString()),
    },
  };
}
