import { pgTable, text, uuid } from "drizzle-orm/pg-core";

/** Public look-up of a code before a tenant is known; what must be unique everywhere lives here. */
export const codeDirectory = pgTable("code_directory", {
  code: text("code").primaryKey(),
  companyId: text("company_id").notNull(),
  codeId: uuid("code_id").notNull(),
});

/**
 * Which campaign a public address leads to, before its community is known: "community/campaign", and "community"
 * alone for addresses that lead to none. What was once given out is never another's.
 */
export const pageDirectory = pgTable("page_directory", {
  path: text("path").primaryKey(),
  companyId: text("company_id").notNull(),
  campaignId: uuid("campaign_id"),
});

/** Which company an experience belongs to, so that a page can be scoped while Whop is down. */
export const experienceDirectory = pgTable("experience_directory", {
  experienceId: text("experience_id").primaryKey(),
  companyId: text("company_id").notNull(),
});
