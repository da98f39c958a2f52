import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { fraudCaseStatuses, fraudCheckTypes } from "../enums.ts";
import { referrals } from "./referrals.ts";

/** What each rule said of a referral, at its last screening. */
export const fraudChecks = pgTable(
  "fraud_checks",
  {
    companyId: companyId(),
    id: id(),
    referralId: uuid("referral_id").notNull(),
    checkType: text("check_type", { enum: fraudCheckTypes }).notNull(),
    flagged: boolean("flagged").notNull(),
    points: integer("points").notNull(),
    /** The rule threw; such a referral is held. */
    failed: boolean("failed").notNull().default(false),
    sentence: text("sentence").notNull(),
    details: jsonb("details").notNull().default({}),
    screenedAt: instant("screened_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    // A rule says one thing of a referral. There are several to each, so one key has to do.
    primaryKey({ name: "fraud_checks_pkey", columns: [t.companyId, t.referralId, t.checkType] }),
    foreignKey({
      name: "fraud_checks_of_known_referral",
      columns: [t.companyId, t.referralId],
      foreignColumns: [referrals.companyId, referrals.id],
    }),
    oneOf("fraud_checks_known_type", t.checkType, fraudCheckTypes),
    index("fraud_checks_flagged").on(t.companyId, t.screenedAt).where(sql`${t.flagged}`),
    // The few that the community's usual pace was asked about: they are asked again when it changes.
    index("fraud_checks_by_pace")
      .on(t.companyId, t.referralId)
      .where(sql`${t.checkType} = 'velocity_limit' AND ${t.details} ->> 'limit' IS NOT NULL`),
  ],
);

/** A referral that waits for, or had, the owner's decision. */
export const fraudCases = pgTable(
  "fraud_cases",
  {
    companyId: companyId(),
    id: id(),
    referralId: uuid("referral_id").notNull(),
    status: text("status", { enum: fraudCaseStatuses }).notNull().default("open"),
    score: integer("score").notNull(),
    openedAt: instant("opened_at").notNull(),
    decidedAt: instant("decided_at"),
    decidedBy: uuid("decided_by"),
    decisionReason: text("decision_reason"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "fraud_cases_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "fraud_cases_of_known_referral",
      columns: [t.companyId, t.referralId],
      foreignColumns: [referrals.companyId, referrals.id],
    }),
    oneOf("fraud_cases_known_status", t.status, fraudCaseStatuses),
    uniqueIndex("fraud_cases_one_open_per_referral")
      .on(t.companyId, t.referralId)
      .where(sql`${t.status} = 'open'`),
    index("fraud_cases_by_status").on(t.companyId, t.status, t.openedAt),
    index("fraud_cases_by_referral").on(t.companyId, t.referralId),
  ],
);
