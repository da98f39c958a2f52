import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { profilesById } from "../members/index.ts";
import { type Party, partyOf } from "./parties.ts";

export const ListPartiesInput = z.strictObject({ referralIds: z.array(z.uuid()).max(200) });
export type ListPartiesInput = z.input<typeof ListPartiesInput>;

/** Who brought whom, by the referral's id; for lists that speak of referrals by id only. */
export async function listParties(
  ctx: Ctx,
  input: ListPartiesInput,
): Promise<Map<string, { referrer: Party; referred: Party }>> {
  requireOwner(ctx);
  const { referralIds } = parseInput(ListPartiesInput, input);
  if (referralIds.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: referrals.id, referrerId: referrals.referrerId, referredId: referrals.referredId })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inArray(referrals.id, [...new Set(referralIds)]))),
  );
  const people = await profilesById(
    ctx,
    rows.flatMap(({ referrerId, referredId }) => [referrerId, referredId]),
  );
  return new Map(
    rows.map(({ id, referrerId, referredId }) => [
      id,
      { referrer: partyOf(people, referrerId), referred: partyOf(people, referredId) },
    ]),
  );
}
