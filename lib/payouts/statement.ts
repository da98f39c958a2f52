import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Cause } from "../ledger/index.ts";
import { describeSources, type EntrySource } from "./describe-sources.ts";

export type Period = { from: Date | null; until: Date };
export type Whose = { userId: string; currency: string };

/** A line of a member's account: what a sale or a reward brought, what a refund took back, what was paid. */
export type StatementLine = {
  postedAt: Date;
  /** When the sale, the refund or the payment was, or the reward was given or taken back. */
  occurredAt: Date;
  kind: "commission" | "taken_back" | "reward" | "reward_taken_back" | "payout";
  /** The commission with its plan, or the payout; null for a reward. */
  source: EntrySource | null;
  /** The plan, the reward or the payout as it was called when the line was posted. */
  rule: string;
  ruleVersion: number;
  /** Whop's payment; for a payout the transfer or what the team wrote down; for a reward its redemption. */
  reference: string;
  /** Negative for what was taken back or paid. */
  amountMinor: bigint;
  /** Earned and not yet paid after this line, whatever of it was waiting. */
  balanceMinor: bigint;
};

type Row = {
  postingId: string;
  line: number;
  postedAt: string;
  occurredAt: string;
  sourceType: Cause["source"]["type"];
  sourceId: string;
  rule: string;
  ruleVersion: number;
  reference: string;
  amount: string;
};

const linesAtOnce = 1_000;

/**
 * Of all accounts of a member these say what came and what went; the others say only where the rest stands.
 * All are counted from the community's side, so a line of the member's is the opposite.
 */
const itsLines = ({ userId, currency }: Whose) => sql`
  JOIN ledger_accounts a ON a.company_id = e.company_id AND a.id = e.account_id
   AND a.holder_id = ${userId}::uuid AND a.unit = ${currency}
   AND a.kind IN ('commission_expense', 'reward_expense', 'payout_paid')`;

/** What was earned and not paid before an instant. */
export async function balanceBefore(ctx: Ctx, whose: Whose, at: Date | null): Promise<bigint> {
  if (at === null) return 0n;
  const [row] = await transact(ctx, (tx) =>
    tx.execute<{ balance: string }>(sql`
      SELECT coalesce(-sum(e.amount), 0)::text AS balance FROM ledger_entries e ${itsLines(whose)}
       WHERE e.company_id = ${ctx.companyId} AND e.created_at < ${at.toISOString()}::timestamptz`),
  );
  return BigInt(row?.balance ?? 0);
}

/** The lines of a period by the time they were posted, so that a statement of the past never changes. */
export async function* statementLines(
  ctx: Ctx,
  whose: Whose,
  { from, until }: Period,
): AsyncGenerator<StatementLine> {
  let balanceMinor = await balanceBefore(ctx, whose, from);
  let last: Row | undefined;
  for (;;) {
    const rows: Row[] = await readRows(ctx, whose, { from, until }, last);
    const sources = await describeSources(
      ctx,
      rows.map(({ sourceType, sourceId }) => ({ type: sourceType, id: sourceId })),
    );
    for (const row of rows) {
      const amountMinor = BigInt(row.amount);
      balanceMinor += amountMinor;
      yield {
        postedAt: new Date(row.postedAt),
        occurredAt: new Date(row.occurredAt),
        kind: kindOf(row.sourceType, amountMinor),
        source: sources.get(row.sourceId) ?? null,
        rule: row.rule,
        ruleVersion: row.ruleVersion,
        reference: row.reference,
        amountMinor,
        balanceMinor,
      };
    }
    last = rows.at(-1);
    if (rows.length < linesAtOnce) return;
  }
}

function kindOf(type: Row["sourceType"], amountMinor: bigint): StatementLine["kind"] {
  if (type === "payout_item") return "payout";
  const isTakenBack = amountMinor < 0n;
  if (type === "redemption") return isTakenBack ? "reward_taken_back" : "reward";
  return isTakenBack ? "taken_back" : "commission";
}

async function readRows(ctx: Ctx, whose: Whose, { from, until }: Period, after?: Row): Promise<Row[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<Row>(sql`
      SELECT e.posting_id AS "postingId", e.line, e.created_at AS "postedAt", e.occurred_at AS "occurredAt",
             e.source_type AS "sourceType", e.source_id AS "sourceId", e.rule, e.rule_version AS "ruleVersion",
             e.fact_id AS reference, (-e.amount)::text AS amount
        FROM ledger_entries e ${itsLines(whose)}
       WHERE e.company_id = ${ctx.companyId} AND e.created_at < ${until.toISOString()}::timestamptz
         ${from === null ? sql.empty() : sql`AND e.created_at >= ${from.toISOString()}::timestamptz`}
         ${after ? sql`AND (e.posting_id, e.line) > (${after.postingId}::uuid, ${after.line}::int)` : sql.empty()}
       ORDER BY e.posting_id, e.line LIMIT ${linesAtOnce}`),
  );
  return [...rows];
}
