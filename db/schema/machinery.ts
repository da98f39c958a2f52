import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { jobLogStates, webhookStates } from "../enums.ts";

/**
 * The inbox: every genuine webhook as it came. Taken with SKIP LOCKED across companies, so not a tenant
 * table; its policy shows a company only its own rows.
 */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    webhookId: text("webhook_id").primaryKey(),
    companyId: text("company_id"),
    type: text("type"),
    /** Whop's object it is about: one object belongs to one company for ever. */
    objectId: text("object_id"),
    /** Null once its retention of 90 days is over; the id stays for ever. */
    body: text("body"),
    bodyHash: text("body_hash").notNull(),
    state: text("state", { enum: webhookStates }).notNull().default("received"),
    /** Why it is parked, refused, poison or dead, for the owner to read. */
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    /** Deliveries under this id with another body: the first is kept, each of these is an alarm. */
    conflicts: integer("conflicts").notNull().default(0),
    receivedAt: instant("received_at").notNull(),
    nextAttemptAt: instant("next_attempt_at").notNull(),
    lockedUntil: instant("locked_until"),
    processedAt: instant("processed_at"),
  },
  (t) => [
    oneOf("webhook_events_known_state", t.state, webhookStates),
    index("webhook_events_due").on(t.nextAttemptAt).where(sql`${t.state} = 'received'`),
    index("webhook_events_by_company").on(t.companyId, t.receivedAt),
    index("webhook_events_by_object").on(t.objectId, t.companyId).where(sql`${t.objectId} IS NOT NULL`),
    index("webhook_events_stuck")
      .on(t.companyId, t.receivedAt)
      .where(sql`${t.state} IN ('parked', 'refused', 'poison', 'dead') OR ${t.conflicts} > 0`),
  ],
);

/** Work due at an instant of the app's clock; the worker turns a due timer into a job. Not a tenant table. */
export const timers = pgTable(
  "timers",
  {
    companyId: text("company_id").notNull(),
    job: text("job").notNull(),
    key: text("key").notNull(),
    payload: jsonb("payload").notNull(),
    dueAt: instant("due_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "timers_pkey", columns: [t.companyId, t.job, t.key] }),
    index("timers_due").on(t.dueAt),
  ],
);

/** Runs of jobs that a person would ask about. The id is the queue's own id of the job. */
export const jobLog = pgTable(
  "job_log",
  {
    companyId: companyId(),
    id: id(),
    name: text("name").notNull(),
    state: text("state", { enum: jobLogStates }).notNull(),
    subject: text("subject"),
    attempt: integer("attempt").notNull(),
    done: integer("done").notNull().default(0),
    total: integer("total"),
    message: text("message"),
    /** Kept for a job that died, so that it can be replayed when the queue has long forgotten it. */
    payload: jsonb("payload"),
    startedAt: instant("started_at").notNull(),
    finishedAt: instant("finished_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "job_log_pkey", columns: [t.companyId, t.id] }),
    oneOf("job_log_known_state", t.state, jobLogStates),
    index("job_log_by_time").on(t.companyId, t.startedAt),
    index("job_log_troubled").on(t.companyId, t.startedAt).where(sql`${t.state} IN ('failed', 'dead')`),
  ],
);

export const auditLogs = pgTable(
  "audit_logs",
  {
    companyId: companyId(),
    id: id(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: uuid("actor_id"),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    details: jsonb("details").notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "audit_logs_pkey", columns: [t.companyId, t.id] }),
    index("audit_logs_by_time").on(t.companyId, t.at, t.id),
    index("audit_logs_by_subject").on(t.companyId, t.subjectType, t.subjectId),
  ],
);
