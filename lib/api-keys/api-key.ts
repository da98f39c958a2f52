import { z } from "zod";
import type { apiKeys } from "#db/schema/index.ts";
import { ApiScope } from "./scopes.ts";

export type ApiKey = {
  id: string;
  name: string;
  /** The last characters, by which a person recognises it. */
  hint: string;
  scopes: ApiScope[];
  /** users.id of who made it, and for whom it acts. */
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

const Scopes = z.array(z.unknown()).transform((all) =>
  all.flatMap((one) => {
    // One that this version does not know any more is good for nothing.
    const scope = ApiScope.safeParse(one);
    return scope.success ? [scope.data] : [];
  }),
);

export function apiKeyFromRow(row: typeof apiKeys.$inferSelect): ApiKey {
  const { companyId: _, keyHash: __, updatedAt: ___, scopes, ...rest } = row;
  return { ...rest, scopes: Scopes.catch([]).parse(scopes) };
}
