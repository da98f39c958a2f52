import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, oneOf, updatedAt } from "../columns.ts";
import { campaignStatuses } from "../enums.ts";

export const campaigns = pgTable(
  "campaigns",
  {
    companyId: companyId(),
    id: id(),
    name: text("name").notNull(),
    description: text("description"),
    startDate: instant("start_date").notNull(),
    endDate: instant("end_date").notNull(),
    status: text("status", { enum: campaignStatuses }).notNull().default("draft"),
    rules: jsonb("rules").notNull().default({}),
    prizes: jsonb("prizes").notNull().default([]),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "campaigns_pkey", columns: [t.companyId, t.id] }),
    oneOf("campaigns_known_status", t.status, campaignStatuses),
    check("campaigns_end_after_start", sql`${t.endDate} > ${t.startDate}`),
    index("campaigns_by_status").on(t.companyId, t.status, t.endDate),
  ],
);
