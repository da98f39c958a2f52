import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { factTypes, reconciliationCauses, reconciliationStates, repairKinds } from "../enums.ts";

/** One comparison of our facts with Whop's objects. */
export const reconciliationRuns = pgTable(
  "reconciliation_runs",
  {
    companyId: companyId(),
    id: id(),
    cause: text("cause", { enum: reconciliationCauses }).notNull(),
    state: text("state", { enum: reconciliationStates }).notNull(),
    /** Objects read so far, and how many of them were repaired. */
    checked: integer("checked").notNull().default(0),
    repaired: integer("repaired").notNull().default(0),
    message: text("message"),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "reconciliation_runs_pkey", columns: [t.companyId, t.id] }),
    oneOf("reconciliation_runs_known_cause", t.cause, reconciliationCauses),
    oneOf("reconciliation_runs_known_state", t.state, reconciliationStates),
    uniqueIndex("reconciliation_runs_one_at_a_time").on(t.companyId).where(sql`${t.state} = 'running'`),
    index("reconciliation_runs_by_time").on(t.companyId, t.startedAt),
  ],
);

/** An object of which Whop knew more than we did, append-only. */
export const reconciliationRepairs = pgTable(
  "reconciliation_repairs",
  {
    companyId: companyId(),
    id: id(),
    runId: uuid("run_id").notNull(),
    factType: text("fact_type", { enum: factTypes }).notNull(),
    objectId: text("object_id").notNull(),
    kind: text("kind", { enum: repairKinds }).notNull(),
    /** Whop's state of the object, as it was taken over. */
    status: text("status").notNull(),
    repairedAt: instant("repaired_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "reconciliation_repairs_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "reconciliation_repairs_of_known_run",
      columns: [t.companyId, t.runId],
      foreignColumns: [reconciliationRuns.companyId, reconciliationRuns.id],
    }),
    oneOf("reconciliation_repairs_known_type", t.factType, factTypes),
    oneOf("reconciliation_repairs_known_kind", t.kind, repairKinds),
    index("reconciliation_repairs_by_time").on(t.companyId, t.repairedAt, t.id),
  ],
);

/** How far each kind of object was compared; the next run reads from 48 hours before it. */
export const reconciliationCursors = pgTable(
  "reconciliation_cursors",
  {
    companyId: companyId(),
    factType: text("fact_type", { enum: factTypes }).notNull(),
    comparedUntil: instant("compared_until").notNull(),
    /** Objects of this kind that the last comparison read. */
    checked: integer("checked").notNull().default(0),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "reconciliation_cursors_pkey", columns: [t.companyId, t.factType] }),
    oneOf("reconciliation_cursors_known_type", t.factType, factTypes),
  ],
);
