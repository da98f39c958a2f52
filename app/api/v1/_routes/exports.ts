import { z } from "zod";
import { csvRoute, route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { exportStates } from "#db/enums.ts";
import { ExportCommissionsInput, exportCommissions } from "#lib/affiliates/index.ts";
import {
  cancelExport,
  exportKinds,
  GetExportInput,
  getExport,
  ListExportsInput,
  listExports,
  openExport,
  StartExportInput,
  startExport,
} from "#lib/exports/index.ts";
import { ExportEntriesInput, exportEntries } from "#lib/ledger/index.ts";
import { ExportItemsInput, exportItems } from "#lib/payouts/index.ts";
import {
  ExportConversionsInput,
  ExportReferralsInput,
  exportConversions,
  exportReferrals,
} from "#lib/referrals/index.ts";

const Run = z.object({
  id,
  kind: z.enum(exportKinds),
  filter: z.record(z.string(), z.unknown()),
  status: z.enum(exportStates),
  doneRows: z.int(),
  totalRows: z.int().nullable(),
  secondsLeft: z.int().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  expiresAt: instant,
});

/** Tables that take too long to wait for are made by the worker, and kept for some days. */
export const longExportRoutes = [
  route({
    method: "GET",
    path: "/api/v1/exports",
    summary: "Long exports of the last days, newest first",
    access: "owner",
    forPeople: true,
    input: ListExportsInput,
    output: z.object({ exports: z.array(Run) }),
    run: async (ctx, input) => ({ exports: await listExports(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/exports",
    summary: "Have a long table made; one of the same rows that is being made already is that one",
    access: "owner",
    forPeople: true,
    input: StartExportInput,
    output: Run,
    status: 202,
    run: startExport,
  }),
  route({
    method: "GET",
    path: "/api/v1/exports/{id}",
    summary: "How far a long export is",
    access: "owner",
    forPeople: true,
    input: GetExportInput,
    output: Run,
    run: getExport,
  }),
  route({
    method: "POST",
    path: "/api/v1/exports/{id}/cancel",
    summary: "Stop making an export",
    access: "owner",
    forPeople: true,
    input: GetExportInput,
    output: Run,
    run: cancelExport,
  }),
  csvRoute({
    path: "/api/v1/exports/{id}/file",
    summary: "A long export that is ready",
    access: "owner",
    forPeople: true,
    input: GetExportInput,
    run: openExport,
  }),
];

/** Lists as tables, of any length: each takes the filters of its list. */
export const exportRoutes = [
  csvRoute({
    path: "/api/v1/exports/referrals.csv",
    summary: "Referrals as a table, a row for each currency of their sales",
    access: "owner",
    input: ExportReferralsInput,
    run: exportReferrals,
  }),
  csvRoute({
    path: "/api/v1/exports/conversions.csv",
    summary: "What referrals came to, as a table",
    access: "owner",
    input: ExportConversionsInput,
    run: exportConversions,
  }),
  csvRoute({
    path: "/api/v1/exports/commissions.csv",
    summary: "Commissions as a table",
    access: "owner",
    input: ExportCommissionsInput,
    run: exportCommissions,
  }),
  csvRoute({
    path: "/api/v1/exports/payouts.csv",
    summary: "What payouts pay to whom, as a table",
    access: "owner",
    input: ExportItemsInput,
    run: exportItems,
  }),
  csvRoute({
    path: "/api/v1/exports/ledger.csv",
    summary: "Lines of the books as a table",
    access: "owner",
    input: ExportEntriesInput,
    run: exportEntries,
  }),
];
