import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { exportStates } from "../enums.ts";

/** A long export, made by the worker and kept for some days. */
export const exportRuns = pgTable(
  "exports",
  {
    companyId: companyId(),
    id: id(),
    kind: text("kind").notNull(),
    filter: jsonb("filter").notNull(),
    status: text("status", { enum: exportStates }).notNull().default("running"),
    requestedBy: uuid("requested_by").notNull(),
    doneRows: integer("done_rows").notNull().default(0),
    totalRows: integer("total_rows"),
    /** How often it was begun. Whoever began it last makes it. */
    attempt: integer("attempt").notNull().default(0),
    error: text("error"),
    createdAt: createdAt(),
    finishedAt: instant("finished_at"),
    expiresAt: instant("expires_at").notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "exports_pkey", columns: [t.companyId, t.id] }),
    oneOf("exports_known_status", t.status, exportStates),
    index("exports_by_time").on(t.companyId, t.createdAt),
    index("exports_by_expiry").on(t.companyId, t.expiresAt),
  ],
);

/** The text of an export, in pieces of about a megabyte. */
export const exportParts = pgTable(
  "export_parts",
  {
    companyId: companyId(),
    exportId: uuid("export_id").notNull(),
    part: integer("part").notNull(),
    body: text("body").notNull(),
  },
  (t) => [
    primaryKey({ name: "export_parts_pkey", columns: [t.companyId, t.exportId, t.part] }),
    foreignKey({
      name: "export_parts_of_known_export",
      columns: [t.companyId, t.exportId],
      foreignColumns: [exportRuns.companyId, exportRuns.id],
    }),
  ],
);
