import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { apiKeys, users } from "#db/schema/index.ts";
import { minuteMs } from "../core/clock.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { type Services, systemContext } from "../core/services.ts";
import { apiKeyFromRow } from "./api-key.ts";
import { companyOfKey, hashOfKey } from "./key-text.ts";
import { stateOf } from "./list-api-keys.ts";
import type { ApiScope } from "./scopes.ts";

/** Whom and what a key stands for. */
export type OpenedKey = {
  id: string;
  name: string;
  companyId: string;
  scopes: readonly ApiScope[];
  /** Who made it: a key can do no more than they can, and nothing when they have left the team. */
  whopUserId: string;
};

/** The last use is for people to see; it need not be exact. */
const noteUseEveryMs = minuteMs;

/**
 * What a key opens. Looked for inside of the company it names, by its hash.
 * @throws AppError unauthenticated, in the same words for a wrong, an expired and a revoked one
 */
export async function openApiKey(services: Services, text: string): Promise<OpenedKey> {
  const companyId = companyOfKey(text);
  if (companyId === null) throw noKey();
  const ctx = systemContext(services, companyId, "api-keys");
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const [found] = await tx
      .select({ key: apiKeys, whopUserId: users.whopUserId })
      .from(apiKeys)
      .innerJoin(
        users,
        and(eq(users.companyId, apiKeys.companyId), eq(users.id, sql`${apiKeys.createdBy}::uuid`)),
      )
      .where(and(eq(apiKeys.companyId, companyId), eq(apiKeys.keyHash, hashOfKey(text))));
    if (!found || stateOf(apiKeyFromRow(found.key), now) !== "active") throw noKey();
    const { id, name, scopes } = apiKeyFromRow(found.key);
    const noted = new Date(now.getTime() - noteUseEveryMs);
    await tx
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(
        and(
          eq(apiKeys.companyId, companyId),
          eq(apiKeys.id, id),
          or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, noted)),
        ),
      );
    return { id, name, companyId, scopes, whopUserId: found.whopUserId };
  });
}

function noKey(): AppError {
  return new AppError("unauthenticated", say("access.badKey"));
}
