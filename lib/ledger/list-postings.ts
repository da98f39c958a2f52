import { and, desc, eq, sql, sum } from "drizzle-orm";
import { z } from "zod";
import type { LedgerAccountKind } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { ledgerAccounts, ledgerEntries } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { displayName, membersById } from "../members/index.ts";
import {
  type Booked,
  bookedFrom,
  countEntries,
  type EntryFilter,
  entryFilters,
  ofAccount,
  whichEntries,
} from "./list-entries.ts";
import { amountText, type Unit } from "./types.ts";

export const ListPostingsInput = z.strictObject({
  ...entryFilters,
  /** The id of the last posting of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(25),
});
export type ListPostingsInput = z.input<typeof ListPostingsInput>;

export type PostingLine = {
  line: number;
  accountId: string;
  holder: { userId: string; name: string };
  kind: LedgerAccountKind;
  /** Added to the account; money as a decimal. */
  amount: string;
  /** It is among the entries that the filters show; the others stand against it. */
  isShown: boolean;
};

export type ListedPosting = Booked & {
  id: string;
  /** All of it, whatever the filters show: they sum to zero. */
  lines: PostingLine[];
};

export type PostingPage = {
  postings: ListedPosting[];
  nextCursor: string | null;
  /** All entries that the filters show, on every page, and what they come to in each unit. */
  entries: number;
  sums: { unit: Unit; amount: string }[];
};

/** The postings that have an entry which the filters show, newest first, each with both of its sides. */
export async function listPostings(ctx: Ctx, input: ListPostingsInput = {}): Promise<PostingPage> {
  requireOwner(ctx);
  const { limit, cursor, ...filter } = parseInput(ListPostingsInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const ids = await readIds(ctx, filter, cursor, limit + 1);
    const page = ids.slice(0, limit);
    return {
      postings: await readPostings(ctx, filter, page),
      nextCursor: ids.length > limit ? (page.at(-1) ?? null) : null,
      entries: await countEntries(ctx, filter),
      sums: await sumEntries(ctx, filter),
    };
  });
}

async function readIds(ctx: Ctx, filter: EntryFilter, cursor: string | undefined, limit: number) {
  const { postingId } = ledgerEntries;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ id: postingId })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, ofAccount)
      .where(
        and(
          whichEntries(ctx, filter),
          cursor === undefined ? undefined : sql`${postingId} < ${cursor}::uuid`,
        ),
      )
      .orderBy(desc(postingId))
      .limit(limit),
  );
  return rows.map(({ id }) => id);
}

async function readPostings(ctx: Ctx, filter: EntryFilter, ids: readonly string[]): Promise<ListedPosting[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        entry: ledgerEntries,
        holderId: ledgerAccounts.holderId,
        kind: ledgerAccounts.kind,
        isShown: sql<boolean>`coalesce(${whichEntries(ctx, filter)}, true)`,
      })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, ofAccount)
      .where(and(eq(ledgerEntries.companyId, ctx.companyId), inIds(ledgerEntries.postingId, ids)))
      .orderBy(desc(ledgerEntries.postingId), ledgerEntries.line),
  );
  const holders = await membersById(
    ctx,
    rows.map(({ holderId }) => holderId),
  );
  const postings = new Map<string, ListedPosting>();
  for (const { entry, holderId, kind, isShown } of rows) {
    const posting = postings.get(entry.postingId) ?? {
      id: entry.postingId,
      ...bookedFrom(entry),
      lines: [],
    };
    const holder = holders.get(holderId);
    posting.lines.push({
      line: entry.line,
      accountId: entry.accountId,
      holder: { userId: holderId, name: displayName(holder) },
      kind,
      amount: amountText(entry.amount, entry.unit),
      isShown,
    });
    postings.set(entry.postingId, posting);
  }
  return [...postings.values()];
}

async function sumEntries(ctx: Ctx, filter: EntryFilter): Promise<PostingPage["sums"]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ unit: ledgerEntries.unit, amount: sum(ledgerEntries.amount) })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, ofAccount)
      .where(whichEntries(ctx, filter))
      .groupBy(ledgerEntries.unit)
      .orderBy(ledgerEntries.unit),
  );
  return rows.map(({ unit, amount }) => ({ unit, amount: amountText(BigInt(amount ?? 0), unit) }));
}
