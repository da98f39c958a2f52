import { index, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { companyId, createdAt, id, instant, updatedAt } from "../columns.ts";

/** Keys of owners' scripts. The key names its company, so that it is looked up inside the tenant. */
export const apiKeys = pgTable(
  "api_keys",
  {
    companyId: companyId(),
    id: id(),
    name: text("name").notNull(),
    /** The last characters, by which a person recognises the key. */
    hint: text("hint").notNull(),
    /** SHA-256 of the whole key, which has 256 random bits. */
    keyHash: text("key_hash").notNull(),
    scopes: jsonb("scopes").notNull(),
    createdBy: text("created_by").notNull(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ name: "api_keys_pkey", columns: [t.companyId, t.id] }),
    unique("api_keys_found_by_hash").on(t.companyId, t.keyHash),
    index("api_keys_by_time").on(t.companyId, t.createdAt),
  ],
);
