import { sql } from "drizzle-orm";
import { jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { savedViewPages } from "../enums.ts";

/** Filters of one of the dashboard's lists, kept by the team under a name. */
export const savedViews = pgTable(
  "saved_views",
  {
    companyId: companyId(),
    id: id(),
    page: text("page", { enum: savedViewPages }).notNull(),
    name: text("name").notNull(),
    /** What the list's address asks for. */
    query: jsonb("query").notNull(),
    createdBy: uuid("created_by").notNull(),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "saved_views_pkey", columns: [t.companyId, t.id] }),
    oneOf("saved_views_of_known_page", t.page, savedViewPages),
    uniqueIndex("saved_views_one_per_name")
      .on(t.companyId, t.page, sql`lower(${t.name})`)
      .where(sql`${t.archivedAt} IS NULL`),
  ],
);
