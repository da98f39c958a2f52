import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { claimStatuses } from "../enums.ts";
import { users } from "./members.ts";

/** A member's word that they brought somebody whose checkout does not say so. Approved, it is the weakest evidence. */
export const referralClaims = pgTable(
  "referral_claims",
  {
    companyId: companyId(),
    id: id(),
    claimerId: uuid("claimer_id").notNull(),
    /** Null until somebody of that user name is known here. */
    referredId: uuid("referred_id"),
    /** The user name as the claimer gave it; null where they chose a member. */
    referredUsername: text("referred_username"),
    /** How they brought them, in their words; null once one of the two was erased. */
    words: text("words"),
    /** The day on which they say they told the person. */
    toldOn: date("told_on").notNull(),
    status: text("status", { enum: claimStatuses }).notNull().default("open"),
    filedAt: instant("filed_at").notNull(),
    /** Kept when the team takes its approval back. */
    approvedAt: instant("approved_at"),
    /** The last decision, or the claimer's own end of it. */
    decidedAt: instant("decided_at"),
    decidedBy: uuid("decided_by"),
    decisionReason: text("decision_reason"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "referral_claims_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "referral_claims_by_known_member",
      columns: [t.companyId, t.claimerId],
      foreignColumns: [users.companyId, users.id],
    }),
    foreignKey({
      name: "referral_claims_about_known_member",
      columns: [t.companyId, t.referredId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("referral_claims_known_status", t.status, claimStatuses),
    check("referral_claims_about_somebody_else", sql`${t.referredId} <> ${t.claimerId}`),
    check(
      "referral_claims_approved_about_a_member",
      sql`${t.status} <> 'approved' OR ${t.referredId} IS NOT NULL`,
    ),
    check("referral_claims_open_until_decided", sql`(${t.status} = 'open') = (${t.decidedAt} IS NULL)`),
    uniqueIndex("referral_claims_one_open_per_member")
      .on(t.companyId, t.claimerId, t.referredId)
      .where(sql`${t.status} = 'open'`),
    uniqueIndex("referral_claims_one_open_per_name")
      .on(t.companyId, t.claimerId, sql`lower(${t.referredUsername})`)
      .where(sql`${t.status} = 'open' AND ${t.referredId} IS NULL`),
    uniqueIndex("referral_claims_one_approved_per_member")
      .on(t.companyId, t.referredId)
      .where(sql`${t.status} = 'approved'`),
    index("referral_claims_by_status").on(t.companyId, t.status, t.id),
    index("referral_claims_by_claimer").on(t.companyId, t.claimerId, t.id),
    index("referral_claims_by_member").on(t.companyId, t.referredId),
    // Whoever joins is looked up by their user name.
    index("referral_claims_waiting")
      .on(t.companyId, sql`lower(${t.referredUsername})`)
      .where(sql`${t.status} = 'open' AND ${t.referredId} IS NULL`),
  ],
);
