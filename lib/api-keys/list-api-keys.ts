import { desc, eq } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { displayName, membersById } from "../members/index.ts";
import { type ApiKey, apiKeyFromRow } from "./api-key.ts";

export type ListedApiKey = ApiKey & {
  createdByName: string;
  state: "active" | "expired" | "revoked";
};

/** The community's keys, the newest first, without what would open anything. */
export async function listApiKeys(ctx: Ctx): Promise<ListedApiKey[]> {
  requireOwner(ctx);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.companyId, ctx.companyId))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
    const keys = rows.map(apiKeyFromRow);
    const makers = await membersById(
      ctx,
      keys.map(({ createdBy }) => createdBy),
    );
    const now = ctx.clock.now();
    return keys.map((key) => {
      const maker = makers.get(key.createdBy);
      return { ...key, createdByName: maker ? displayName(maker) : "", state: stateOf(key, now) };
    });
  });
}

export function stateOf({ revokedAt, expiresAt }: ApiKey, now: Date): ListedApiKey["state"] {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
}
