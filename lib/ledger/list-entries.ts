import { and, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type LedgerAccountKind, ledgerAccountKinds, ledgerSources } from "#db/enums.ts";
import { ledgerAccounts, ledgerEntries } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whoseOrAll } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import type { Cause, Unit } from "./types.ts";

/** Which entries; an export takes the same filters as the page. */
export const entryFilters = {
  /** Whose accounts; a member's own when left out. */
  holderId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  kinds: z.array(z.enum(ledgerAccountKinds)).min(1).optional(),
  unit: z.string().min(1).max(10).optional(),
  sourceType: z.enum(ledgerSources).optional(),
  sourceId: z.uuid().optional(),
};

export const ListEntriesInput = z.strictObject({
  ...entryFilters,
  /** The `cursor` of the last entry of the page before. */
  cursor: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,4}$/, problem("input.entryCursor"))
    .optional(),
  limit: z.int().min(1).max(1000).default(50),
});
export type ListEntriesInput = z.input<typeof ListEntriesInput>;

/** What all lines of a posting have in common. */
export type Booked = Cause & { unit: Unit; postedAt: Date };

export type Entry = Booked & {
  cursor: string;
  postingId: string;
  /** Its place in the posting. */
  line: number;
  accountId: string;
  holderId: string;
  kind: LedgerAccountKind;
  amount: bigint;
};

export type EntryPage = { entries: Entry[]; nextCursor: string | null };

/** Lines of the books, newest first. @throws AppError forbidden when a member asks for another's */
export async function listEntries(ctx: Ctx, input: ListEntriesInput = {}): Promise<EntryPage> {
  const { limit, cursor, ...filter } = parseInput(ListEntriesInput, input);
  const holderId = whoseOrAll(ctx, filter.holderId);
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ entry: ledgerEntries, holderId: ledgerAccounts.holderId, kind: ledgerAccounts.kind })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, ofAccount)
      .where(and(whichEntries(ctx, { ...filter, holderId }), before(cursor)))
      .orderBy(desc(ledgerEntries.postingId), desc(ledgerEntries.line))
      .limit(limit + 1),
  );
  const entries = rows.slice(0, limit).map(
    ({ entry, ...account }): Entry => ({
      cursor: `${entry.postingId}:${entry.line}`,
      postingId: entry.postingId,
      line: entry.line,
      accountId: entry.accountId,
      ...account,
      amount: entry.amount,
      ...bookedFrom(entry),
    }),
  );
  return { entries, nextCursor: rows.length > limit ? (entries.at(-1)?.cursor ?? null) : null };
}

export function bookedFrom(entry: typeof ledgerEntries.$inferSelect): Booked {
  const { unit, sourceType, sourceId, factId, rule, ruleVersion, occurredAt, createdAt } = entry;
  const source = { type: sourceType, id: sourceId };
  return { unit, source, factId, rule, ruleVersion, occurredAt, postedAt: createdAt };
}

/** How many entries the filters show. */
export async function countEntries(ctx: Ctx, filter: EntryFilter): Promise<number> {
  const [counted] = await transact(ctx, (tx) =>
    tx
      .select({ rows: count() })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, ofAccount)
      .where(whichEntries(ctx, filter)),
  );
  return counted?.rows ?? 0;
}

export type EntryFilter = z.output<z.ZodObject<typeof entryFilters>>;

/** The account that an entry is on, beside the entry. */
export const ofAccount = and(
  eq(ledgerAccounts.companyId, ledgerEntries.companyId),
  eq(ledgerAccounts.id, ledgerEntries.accountId),
);

export function whichEntries(ctx: Ctx, filter: EntryFilter): SQL | undefined {
  const { holderId, accountId, kinds, unit, sourceType, sourceId } = filter;
  return and(
    eq(ledgerEntries.companyId, ctx.companyId),
    holderId ? eq(ledgerAccounts.holderId, holderId) : undefined,
    kinds ? inArray(ledgerAccounts.kind, kinds) : undefined,
    accountId ? eq(ledgerEntries.accountId, accountId) : undefined,
    unit ? eq(ledgerEntries.unit, unit) : undefined,
    sourceType ? eq(ledgerEntries.sourceType, sourceType) : undefined,
    sourceId ? eq(ledgerEntries.sourceId, sourceId) : undefined,
  );
}

function before(cursor: string | undefined): SQL | undefined {
  const [postingId, line] = cursor?.split(":") ?? [];
  if (!postingId) return undefined;
  return sql`(${ledgerEntries.postingId}, ${ledgerEntries.line}) < (${postingId}::uuid, ${Number(line)}::int)`;
}
