import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { apiKeys } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { type ApiKey, apiKeyFromRow } from "./api-key.ts";

export const RevokeApiKeyInput = z.strictObject({ id: z.uuid() });
export type RevokeApiKeyInput = z.infer<typeof RevokeApiKeyInput>;

/**
 * From now on the key opens nothing.
 * @throws AppError not_found, conflict when it was revoked before
 */
export async function revokeApiKey(ctx: Ctx, input: RevokeApiKeyInput): Promise<ApiKey> {
  requireOwner(ctx);
  const { id } = parseInput(RevokeApiKeyInput, input);
  const one = and(eq(apiKeys.companyId, ctx.companyId), eq(apiKeys.id, id));
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const [row] = await tx
      .update(apiKeys)
      .set({ revokedAt: now, updatedAt: now })
      .where(and(one, isNull(apiKeys.revokedAt)))
      .returning();
    if (!row) {
      if ((await tx.$count(apiKeys, one)) === 0) throw notFound("key");
      throw new AppError("conflict", say("setting.keyRevoked"));
    }
    const { name, hint } = row;
    await recordAudit(ctx, {
      action: "api_key.revoked",
      subjectType: "api_key",
      subjectId: id,
      details: { name, hint },
    });
    return apiKeyFromRow(row);
  });
}
