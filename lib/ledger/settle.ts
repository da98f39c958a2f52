import { sql } from "drizzle-orm";
import type { LedgerSource } from "#db/enums.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { post } from "./post.ts";
import { type AccountKey, accountName, type Cause, type Line, type Posting } from "./types.ts";

/** How the books should stand for one source, all its postings together. */
export type Target = Cause & { lines: readonly Line[] };

/**
 * Posts, for each source, the difference between how its books should stand and how they do. Repeating it posts
 * nothing. The caller holds the lock of whoever the sources belong to, so that nobody posts to them meanwhile.
 * Returns how many postings were needed.
 */
export async function settleBooks(ctx: Ctx, targets: readonly Target[]): Promise<number> {
  if (targets.length === 0) return 0;
  const stand = await readStand(ctx, targets);
  const postings = targets.flatMap((target): Posting[] => {
    const lines = differenceOf(target.lines, stand.get(sourceName(target.source)) ?? []);
    return lines.length > 0 ? [{ ...target, lines }] : [];
  });
  await post(ctx, postings);
  return postings.length;
}

/** What has to be added to `now` to make it `wanted`; accounts that agree are left out. */
export function differenceOf(wanted: readonly Line[], now: readonly Line[]): Line[] {
  const sums = new Map<string, AccountKey & { amount: bigint }>();
  const add = ({ holderId, kind, unit, amount }: Line, sign: bigint) => {
    const name = accountName({ holderId, kind, unit });
    const before = sums.get(name)?.amount ?? 0n;
    sums.set(name, { holderId, kind, unit, amount: before + sign * amount });
  };
  for (const line of wanted) add(line, 1n);
  for (const line of now) add(line, -1n);
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
}

type Source = { type: LedgerSource; id: string };

function sourceName({ type, id }: Source): string {
  return `${type} ${id}`;
}

async function readStand(ctx: Ctx, targets: readonly Target[]): Promise<Map<string, Line[]>> {
  const sources = targets.map(({ source }) => source);
  const rows = await transact(ctx, (tx) =>
    tx.execute<AccountKey & Source & { amount: string }>(sql`
      SELECT e.source_type AS type, e.source_id AS id, l.holder_id AS "holderId", l.kind, l.unit,
             sum(e.amount)::text AS amount
        FROM jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) AS s(type text, id uuid)
        JOIN ledger_entries e ON e.company_id = ${ctx.companyId} AND e.source_type = s.type AND e.source_id = s.id
        JOIN ledger_accounts l ON l.company_id = e.company_id AND l.id = e.account_id
       GROUP BY e.source_type, e.source_id, l.holder_id, l.kind, l.unit`),
  );
  const stand = new Map<string, Line[]>();
  for (const { type, id, amount, ...key } of rows) {
    const name = sourceName({ type, id });
    stand.set(name, [...(stand.get(name) ?? []), { ...key, amount: BigInt(amount) }]);
  }
  return stand;
}
