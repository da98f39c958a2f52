import {
  bigint,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { ledgerAccountKinds, ledgerSources } from "../enums.ts";
import { users } from "./members.ts";

/**
 * An account is of one holder, kind and unit: an ISO 4217 code for money in minor units, else `points` or
 * `credits`. Both sides of a posting are accounts of the same holder, so that no row is shared by all members.
 */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    companyId: companyId(),
    id: id(),
    holderId: uuid("holder_id").notNull(),
    kind: text("kind", { enum: ledgerAccountKinds }).notNull(),
    unit: text("unit").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "ledger_accounts_pkey", columns: [t.companyId, t.id] }),
    unique("ledger_accounts_once_per_holder").on(t.companyId, t.holderId, t.kind, t.unit),
    unique("ledger_accounts_have_one_unit").on(t.companyId, t.id, t.unit),
    foreignKey({
      name: "ledger_accounts_of_known_member",
      columns: [t.companyId, t.holderId],
      foreignColumns: [users.companyId, users.id],
    }),
    oneOf("ledger_accounts_known_kind", t.kind, ledgerAccountKinds),
  ],
);

/**
 * Lines of postings, append-only. The lines of one posting are written by one statement, share one unit and sum
 * to zero: a trigger refuses the statement otherwise.
 */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    companyId: companyId(),
    postingId: uuid("posting_id").notNull(),
    line: integer("line").notNull(),
    accountId: uuid("account_id").notNull(),
    unit: text("unit").notNull(),
    /** Added to the account's balance. */
    amount: bigint("amount", { mode: "bigint" }).notNull(),
    sourceType: text("source_type", { enum: ledgerSources }).notNull(),
    sourceId: uuid("source_id").notNull(),
    /** Whop's object, or our own record, that made the posting necessary. */
    factId: text("fact_id").notNull(),
    /** What was applied, as the statement names it. */
    rule: text("rule").notNull(),
    ruleVersion: integer("rule_version").notNull(),
    /** When the fact happened; `created_at` is when it was posted. */
    occurredAt: instant("occurred_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "ledger_entries_pkey", columns: [t.companyId, t.postingId, t.line] }),
    foreignKey({
      name: "ledger_entries_on_account_of_unit",
      columns: [t.companyId, t.accountId, t.unit],
      foreignColumns: [ledgerAccounts.companyId, ledgerAccounts.id, ledgerAccounts.unit],
    }),
    oneOf("ledger_entries_known_source", t.sourceType, ledgerSources),
    index("ledger_entries_by_account").on(t.companyId, t.accountId, t.postingId),
    index("ledger_entries_by_source").on(t.companyId, t.sourceId),
  ],
);

/** Sum of an account's entries, kept in the transaction that posts them; can be made again from them. */
export const ledgerBalances = pgTable(
  "ledger_balances",
  {
    companyId: companyId(),
    accountId: uuid("account_id").notNull(),
    balance: bigint("balance", { mode: "bigint" }).notNull(),
    entries: bigint("entries", { mode: "number" }).notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "ledger_balances_pkey", columns: [t.companyId, t.accountId] }),
    foreignKey({
      name: "ledger_balances_of_known_account",
      columns: [t.companyId, t.accountId],
      foreignColumns: [ledgerAccounts.companyId, ledgerAccounts.id],
    }),
  ],
);
