import { bigint, boolean, char, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { companyId, id, instant, oneOf } from "../columns.ts";
import { clickClasses, deviceKinds } from "../enums.ts";

/**
 * Every request to a link, appended in batches and partitioned by month of clicked_at. No foreign key to
 * referral_codes: each batch would share-lock the row of a popular link. No address and no user agent
 * is kept, only keyed hashes.
 */
export const referralClicks = pgTable(
  "referral_clicks",
  {
    codeId: uuid("code_id").notNull(),
    id: id(),
    clickedAt: instant("clicked_at").notNull(),
    visitorKey: bigint("visitor_key", { mode: "bigint" }).notNull(),
    networkKey: bigint("network_key", { mode: "bigint" }),
    /** The visitor key comes from our first-party cookie, not from network and browser. */
    byCookie: boolean("by_cookie").notNull(),
    /** Sent to the community's page because no checkout was ready. */
    toFallback: boolean("to_fallback").notNull().default(false),
    companyId: companyId(),
    class: text("class", { enum: clickClasses }).notNull(),
    device: text("device", { enum: deviceKinds }).notNull().default("other"),
    country: char("country", { length: 2 }),
    referrerHost: text("referrer_host"),
    utm: jsonb("utm"),
  },
  (t) => [
    primaryKey({ name: "referral_clicks_pkey", columns: [t.companyId, t.codeId, t.clickedAt, t.id] }),
    oneOf("referral_clicks_known_class", t.class, clickClasses),
    oneOf("referral_clicks_known_device", t.device, deviceKinds),
    index("referral_clicks_by_visitor").on(t.codeId, t.visitorKey, t.clickedAt),
    // Rows come in the order of time, so a summary per range of blocks finds the latest, and inserting costs nothing.
    index("referral_clicks_by_time").using("brin", t.companyId, t.clickedAt).with({ pages_per_range: 32 }),
  ],
);
