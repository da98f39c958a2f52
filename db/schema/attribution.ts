import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf } from "../columns.ts";
import { decisionOutcomes } from "../enums.ts";
import { users } from "./members.ts";

/** The trace: why a membership or payment was credited, or was not. One row per distinct set of facts. */
export const attributionDecisions = pgTable(
  "attribution_decisions",
  {
    companyId: companyId(),
    id: id(),
    referredId: uuid("referred_id").notNull(),
    referralId: uuid("referral_id"),
    referrerId: uuid("referrer_id"),
    outcome: text("outcome", { enum: decisionOutcomes }).notNull(),
    /** A reason code of lib/attribution/reasons.ts; the sentence is made from it and `details`. */
    reason: text("reason").notNull(),
    rulesVersion: integer("rules_version").notNull(),
    /** Every candidate weighed, with who won, who lost and why. */
    details: jsonb("details").notNull(),
    /** Digest of the facts and rules this was decided on. */
    factsDigest: text("facts_digest").notNull(),
    decidedAt: instant("decided_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "attribution_decisions_pkey", columns: [t.companyId, t.id] }),
    foreignKey({
      name: "attribution_decisions_of_known_member",
      columns: [t.companyId, t.referredId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("attribution_decisions_known_outcome", t.outcome, decisionOutcomes),
    unique("attribution_decisions_once_per_facts").on(t.companyId, t.referredId, t.factsDigest),
    index("attribution_decisions_by_member").on(t.companyId, t.referredId, t.id),
    index("attribution_decisions_by_time").on(t.companyId, t.decidedAt),
    index("attribution_decisions_by_referral").on(t.companyId, t.referralId),
  ],
);
