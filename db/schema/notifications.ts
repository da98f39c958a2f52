import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { notificationKinds, notificationStates, visibilities } from "../enums.ts";
import { users } from "./members.ts";

/** What a member chose for themselves; the defaults where they have no row. */
export const memberPreferences = pgTable(
  "member_preferences",
  {
    companyId: companyId(),
    userId: uuid("user_id").notNull(),
    visibility: text("visibility", { enum: visibilities }).notNull().default("name"),
    alias: text("alias"),
    /** Also on pages that anybody may open; others there see that somebody has the place, not who. */
    namedPublicly: boolean("named_publicly").notNull().default(false),
    /** What their browser said last; a streak and the quiet hours are theirs by it. */
    timeZone: text("time_zone"),
    locale: text("locale"),
    /** Hours of their day between which nothing is sent; equal is never. */
    quietFrom: integer("quiet_from").notNull().default(22),
    quietUntil: integer("quiet_until").notNull().default(8),
    /** Kinds they switched off. */
    muted: jsonb("muted").notNull().default([]),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "member_preferences_pkey", columns: [t.companyId, t.userId] }),
    foreignKey({
      name: "member_preferences_of_known_member",
      columns: [t.companyId, t.userId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("member_preferences_known_visibility", t.visibility, visibilities),
    check("member_preferences_alias_when_shown", sql`${t.visibility} <> 'alias' OR ${t.alias} IS NOT NULL`),
    check(
      "member_preferences_hours_of_a_day",
      sql`${t.quietFrom} BETWEEN 0 AND 23 AND ${t.quietUntil} BETWEEN 0 AND 23`,
    ),
    uniqueIndex("member_preferences_one_alias").on(t.companyId, sql`lower(${t.alias})`),
  ],
);

/** Something one member, or the team, is told once. Those that are due together leave as one call. */
export const notifications = pgTable(
  "notifications",
  {
    companyId: companyId(),
    id: id(),
    /** A member's id, or `team`. */
    recipient: text("recipient").notNull(),
    kind: text("kind", { enum: notificationKinds }).notNull(),
    /** What it is about: one is told once of one subject. */
    subject: text("subject").notNull(),
    /** The sentence, with the numbers and names it speaks of. */
    values: jsonb("values").notNull(),
    /** Path inside the app that it opens. */
    restPath: text("rest_path").notNull(),
    /** Not before; moved to the morning in the recipient's quiet hours. */
    dueAt: instant("due_at").notNull(),
    /** Of no use after it. */
    staleAt: instant("stale_at").notNull(),
    state: text("state", { enum: notificationStates }).notNull().default("waiting"),
    /** Those that left in one call share it; it is the call's idempotency key. */
    batchId: uuid("batch_id"),
    /** What that call says, word for word: a call that is repeated under its key is the same call. */
    message: jsonb("message"),
    attempts: integer("attempts").notNull().default(0),
    reason: text("reason"),
    calledAt: instant("called_at"),
    sentAt: instant("sent_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "notifications_pkey", columns: [t.companyId, t.id] }),
    oneOf("notifications_known_kind", t.kind, notificationKinds),
    oneOf("notifications_known_state", t.state, notificationStates),
    unique("notifications_once_per_subject").on(t.companyId, t.recipient, t.kind, t.subject),
    index("notifications_waiting").on(t.companyId, t.dueAt).where(sql`${t.state} IN ('waiting', 'calling')`),
    index("notifications_by_recipient").on(t.companyId, t.recipient, t.createdAt),
    index("notifications_by_batch").on(t.companyId, t.batchId),
  ],
);
