import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { checkBooks, getBalances, type Posting, post, rebuildBalances } from "#lib/ledger/index.ts";
import { asSystem, openTestServices } from "#tests/support/context.ts";
import type { BenchStack, Figure } from "./harness.ts";
import { atLeast, below, exactly, openStack } from "./harness.ts";
import { median } from "./median.ts";
import { timed } from "./stats-timing.ts";

const COMPANY = "biz_bench";
const HOLDERS = 2_000;
/** Postings of one transaction, as a batch of settled sales has them. */
const BATCH = 100;
const BATCHES = 300;
const ENTRIES = 1_000_000;
const READS = 2_000;

/** The books: how fast they are written beside rows that nothing is asked of, proved, rebuilt and read. */
export async function run(): Promise<Figure[]> {
  await using stack = await openStack();
  const services = openTestServices(stack.appUrl, { max: 4 });
  const ctx = asSystem(services, COMPANY);
  const holders = await makeHolders(stack);
  await transact(ctx, (_tx, inner) => post(inner, holders.map(saleOf)));
  await fill(stack, ENTRIES - HOLDERS * 2 - BATCHES * BATCH * 2);

  // Side by side, batch after batch, so that the machine's speed is the same for both.
  const times = { plain: [] as number[], books: [] as number[] };
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const postings = makePostings(holders, batch);
    times.plain.push(await seconds(() => writePlain(stack, postings)));
    times.books.push(await seconds(() => transact(ctx, (_tx, inner) => post(inner, postings))));
  }
  const plain = BATCH / median(times.plain);
  const books = BATCH / median(times.books);

  const checked = await checkBooks(ctx);
  await stack.admin`UPDATE ledger_balances SET balance = balance + 1`;
  let mended = 0;
  const rebuild = await seconds(async () => {
    mended = await rebuildBalances(ctx);
  });
  const after = await checkBooks(ctx);
  const reads = await timed(READS, 1, (read) =>
    getBalances(ctx, { holderIds: [holders[(read * 7) % holders.length] ?? ""] }),
  );
  await services.db.close();
  return [
    {
      what: `postings, ${BATCH} to a transaction`,
      value: books,
      unit: "/s",
      limit: { name: "the same rows into a table with nothing but its key", value: plain },
      target: atLeast(0.4),
    },
    {
      what: `all balances made again from ${checked.entries.toLocaleString("en-US")} entries`,
      value: rebuild,
      unit: "s",
      target: below(60),
      note: `${mended} of ${HOLDERS * 2} had been made wrong`,
    },
    { what: "a member's balances, p99", value: reads.p99, unit: "ms", target: below(5) },
    { what: "units that do not sum to zero", value: after.unbalanced.length, unit: "", target: exactly(0) },
    {
      what: "balances that differ from entries",
      value: after.wrongBalances.length,
      unit: "",
      target: exactly(0),
    },
    { what: "entries written and not found", value: ENTRIES - after.entries, unit: "", target: exactly(0) },
  ];
}

async function makeHolders({ admin }: BenchStack): Promise<string[]> {
  const holders = Array.from({ length: HOLDERS }, () => newId());
  await admin`INSERT INTO companies (company_id, title) VALUES (${COMPANY}, 'Bench')`;
  await admin`INSERT INTO users (company_id, id, whop_user_id)
    SELECT ${COMPANY}, id, 'user_' || n FROM unnest(${holders}::uuid[]) WITH ORDINALITY AS h(id, n)`;
  return holders;
}

function makePostings(holders: readonly string[], batch: number): Posting[] {
  return Array.from({ length: BATCH }, (_, index) =>
    saleOf(holders[(batch * 37 + index * 13) % holders.length] ?? "", index),
  );
}

function saleOf(holderId: string, nth: number): Posting {
  const amount = BigInt(100 + nth);
  return {
    source: { type: "commission", id: newId() },
    factId: `pay_${nth}`,
    rule: "Standard",
    ruleVersion: 1,
    occurredAt: new Date(),
    lines: [
      { holderId, kind: "commission_expense", unit: "USD", amount: -amount },
      { holderId, kind: "commission_pending", unit: "USD", amount },
    ],
  };
}

async function writePlain({ admin }: BenchStack, postings: readonly Posting[]): Promise<void> {
  const rows = postings.flatMap(({ lines, source, ...cause }) => {
    const postingId = newId();
    return lines.map((line, index) => ({
      company_id: COMPANY,
      posting_id: postingId,
      line: index + 1,
      account_id: line.holderId,
      unit: line.unit,
      amount: line.amount.toString(),
      source_type: source.type,
      source_id: source.id,
      fact_id: cause.factId,
      rule: cause.rule,
      rule_version: cause.ruleVersion,
      occurred_at: cause.occurredAt,
      created_at: cause.occurredAt,
    }));
  });
  await admin`INSERT INTO plain ${admin(rows)}`;
}

/** More postings of the same kind, straight into the tables: how they come there is not timed. */
async function fill({ admin }: BenchStack, entries: number): Promise<void> {
  await admin`
    WITH pairs AS (
      SELECT uuidv7() AS posting_id, uuidv7() AS source_id, n, row_number() OVER () AS r
        FROM generate_series(1, ${entries / 2}::int) n
    ), holders AS (SELECT id, row_number() OVER (ORDER BY id) AS h FROM users WHERE company_id = ${COMPANY})
    INSERT INTO ledger_entries (company_id, posting_id, line, account_id, unit, amount, source_type, source_id, fact_id,
                                rule, rule_version, occurred_at)
    SELECT ${COMPANY}, p.posting_id, side.line, a.id, 'USD', side.sign * (p.n % 1000 + 1), 'commission', p.source_id,
           'pay_fill_' || p.n, 'Standard', 1, now()
      FROM pairs p JOIN holders h ON h.h = p.r % ${HOLDERS} + 1
      CROSS JOIN (VALUES (1, -1, 'commission_expense'), (2, 1, 'commission_pending')) AS side(line, sign, kind)
      JOIN ledger_accounts a ON a.company_id = ${COMPANY} AND a.holder_id = h.id AND a.kind = side.kind`;
  await admin`
    INSERT INTO ledger_balances AS b (company_id, account_id, balance, entries)
    SELECT company_id, account_id, sum(amount), count(*) FROM ledger_entries GROUP BY company_id, account_id
    ON CONFLICT (company_id, account_id) DO UPDATE SET balance = excluded.balance, entries = excluded.entries`;
  await admin.unsafe(`CREATE TABLE plain AS SELECT * FROM ledger_entries;
    ALTER TABLE plain ADD PRIMARY KEY (company_id, posting_id, line)`);
  await admin`VACUUM ANALYZE ledger_entries, ledger_balances, ledger_accounts, plain`;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
