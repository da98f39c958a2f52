import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { apiKeys } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, requireOwner, transact } from "../core/context.ts";
import { AppError, invalidInput } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { type ApiKey, apiKeyFromRow } from "./api-key.ts";
import { hashOfKey, hintOfKey, newKeyText } from "./key-text.ts";
import { ApiScope } from "./scopes.ts";

const mostKeys = 50;

export const CreateApiKeyInput = z.strictObject({
  /** What it is for; everything it does is written down under this name. */
  name: z.string().trim().min(1).max(60),
  scopes: z.array(ApiScope).min(1),
  /** ISO 8601; a key without one is good until it is revoked. */
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
});
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

/**
 * Makes a key for a script, which acts for whoever made it, within its scopes. Its text is told this once and is not
 * kept.
 * @throws AppError conflict when the community has too many keys
 */
export async function createApiKey(
  ctx: Ctx,
  input: CreateApiKeyInput,
): Promise<{ text: string; apiKey: ApiKey }> {
  requireOwner(ctx);
  const { userId } = requireMember(ctx);
  const { name, scopes, expiresAt } = parseInput(CreateApiKeyInput, input);
  const { companyId } = ctx;
  const now = ctx.clock.now();
  if (expiresAt && new Date(expiresAt) <= now) {
    throw invalidInput({ expiresAt: say("input.future") });
  }
  const text = newKeyText(companyId);
  return transact(ctx, async (tx, ctx) => {
    const alive = and(eq(apiKeys.companyId, companyId), isNull(apiKeys.revokedAt));
    if ((await tx.$count(apiKeys, alive)) >= mostKeys)
      throw new AppError("conflict", say("setting.mostKeys", { count: mostKeys }));
    const [row] = await tx
      .insert(apiKeys)
      .values({
        companyId,
        id: newId(now),
        name,
        hint: hintOfKey(text),
        keyHash: hashOfKey(text),
        scopes: [...new Set(scopes)],
        createdBy: userId,
        expiresAt: expiresAt ? new Date(expiresAt) : null,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("An insert returned no row");
    const apiKey = apiKeyFromRow(row);
    await recordAudit(ctx, {
      action: "api_key.created",
      subjectType: "api_key",
      subjectId: apiKey.id,
      details: { name, scopes: apiKey.scopes, hint: apiKey.hint },
    });
    return { text, apiKey };
  });
}
