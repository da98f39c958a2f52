import { and, eq, isNull } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { EnsureMemberInput } from "./ensure-member.ts";

type Told = Pick<EnsureMemberInput, "whopUserId" | "email">;

/** Whop's ids of those who are known already, and of whom an e-mail address is told that is not the known one. */
export async function newAddressesAmong(ctx: Ctx, told: readonly Told[]): Promise<string[]> {
  const addresses = new Map(told.flatMap(({ whopUserId, email }) => (email ? [[whopUserId, email]] : [])));
  if (addresses.size === 0) return [];
  const known = await transact(ctx, (tx) =>
    tx
      .select({ whopUserId: users.whopUserId, email: users.email })
      .from(users)
      .where(
        and(
          eq(users.companyId, ctx.companyId),
          inTexts(users.whopUserId, [...addresses.keys()]),
          isNull(users.erasedAt),
        ),
      ),
  );
  return known.flatMap(({ whopUserId, email }) =>
    addresses.get(whopUserId)?.trim() === email ? [] : [whopUserId],
  );
}
