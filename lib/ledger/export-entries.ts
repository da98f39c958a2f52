import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { type Column, exportedAtOnce, exportOf } from "../core/export.ts";
import { parseInput } from "../core/parse.ts";
import { displayName, type Member, membersById } from "../members/index.ts";
import { countEntries, type Entry, entryFilters, listEntries } from "./list-entries.ts";
import { amountText } from "./types.ts";

export const ExportEntriesInput = z.strictObject(entryFilters);
export type ExportEntriesInput = z.infer<typeof ExportEntriesInput>;

type Row = Entry & { holder: string };

const columns: readonly Column<Row>[] = [
  ["posting", (row) => row.postingId],
  ["line", (row) => row.line],
  ["posted_at", (row) => row.postedAt],
  ["occurred_at", (row) => row.occurredAt],
  ["holder", (row) => row.holder],
  ["holder_id", (row) => row.holderId],
  ["account", (row) => row.kind],
  ["account_id", (row) => row.accountId],
  ["currency", (row) => row.unit],
  ["amount", (row) => amountText(row.amount, row.unit)],
  ["source", (row) => row.source.type],
  ["source_id", (row) => row.source.id],
  ["fact", (row) => row.factId],
  ["rule", (row) => row.rule],
  ["rule_version", (row) => row.ruleVersion],
];

/** Lines of the books as a table, newest first. */
export async function exportEntries(ctx: Ctx, input: ExportEntriesInput): Promise<CsvFile> {
  requireOwner(ctx);
  const filter = parseInput(ExportEntriesInput, input);
  return exportOf({
    fileName: "ledger.csv",
    columns,
    count: await countEntries(ctx, filter),
    load: async (cursor) => {
      const { entries, nextCursor } = await listEntries(ctx, { ...filter, cursor, limit: exportedAtOnce });
      const holders = await membersById(
        ctx,
        entries.map(({ holderId }) => holderId),
      );
      return {
        rows: entries.map((entry) => ({ ...entry, holder: nameOf(holders.get(entry.holderId)) })),
        nextCursor,
      };
    },
  });
}

function nameOf(member: Member | undefined): string {
  return displayName(member);
}
