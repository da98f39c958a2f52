import { csvRoute } from "#app/_edge/declare.ts";
import { ExportCommissionsInput, exportCommissions } from "#lib/affiliates/index.ts";
import { ExportEntriesInput, exportEntries } from "#lib/ledger/index.ts";
import { ExportItemsInput, exportItems } from "#lib/payouts/index.ts";
import {
  ExportConversionsInput,
  ExportReferralsInput,
  exportConversions,
  exportReferrals,
} from "#lib/referrals/index.ts";

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
