import type { z } from "zod";
import { ExportCommissionsInput, exportCommissions } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { parseInput } from "../core/parse.ts";
import { ExportEntriesInput, exportEntries } from "../ledger/index.ts";
import { ExportItemsInput, exportItems } from "../payouts/index.ts";
import {
  ExportConversionsInput,
  ExportReferralsInput,
  exportConversions,
  exportReferrals,
} from "../referrals/index.ts";

export const exportKinds = ["referrals", "conversions", "commissions", "payouts", "ledger"] as const;
export type ExportKind = (typeof exportKinds)[number];

type Opened = { filter: object; open: (ctx: Ctx) => Promise<CsvFile> };

/** A table with the filters that it takes. @throws AppError invalid_input for a filter that its list does not know */
export function openTable(kind: ExportKind, filter: unknown): Opened {
  return tables[kind](filter);
}

const tables: Record<ExportKind, (filter: unknown) => Opened> = {
  referrals: table(ExportReferralsInput, exportReferrals),
  conversions: table(ExportConversionsInput, exportConversions),
  commissions: table(ExportCommissionsInput, exportCommissions),
  payouts: table(ExportItemsInput, exportItems),
  ledger: table(ExportEntriesInput, exportEntries),
};

function table<I extends z.ZodType<object>>(
  input: I,
  read: (ctx: Ctx, filter: z.output<I>) => Promise<CsvFile>,
): (filter: unknown) => Opened {
  return (given) => {
    const filter = parseInput(input, given);
    return { filter, open: (ctx) => read(ctx, filter) };
  };
}
