import { and, eq, ne } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { referrals } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { profilesById } from "../members/index.ts";
import { type Party, partyOf } from "./parties.ts";

export type Joining = {
  referrer: Party;
  activatedAt: Date | null;
  /** When it counts in full for whoever brought them, if they stay. */
  activationDueAt: Date | null;
};

/** Who brought the member who asks, and how far that has come; null for somebody nobody brought. */
export async function getMyJoining(ctx: Ctx): Promise<Joining | null> {
  return (await joiningOf(ctx, requireMember(ctx).userId)) ?? null;
}

/** Every member's page asks, so those who open theirs at once share a read. */
const joiningOf = batchedRead<Joining>({
  mostKeys: 200,
  load: (ctx, userIds) =>
    transact(ctx, async (tx, ctx) => {
      const rows = await tx
        .select({
          referrerId: referrals.referrerId,
          referredId: referrals.referredId,
          activatedAt: referrals.activatedAt,
          activationDueAt: referrals.activationDueAt,
        })
        .from(referrals)
        .where(
          and(
            eq(referrals.companyId, ctx.companyId),
            inIds(referrals.referredId, userIds),
            ne(referrals.status, "cancelled"),
            ne(referrals.review, "rejected"),
          ),
        );
      const people = await profilesById(
        ctx,
        rows.map(({ referrerId }) => referrerId),
      );
      return new Map(
        rows.map(({ referrerId, referredId, ...dates }) => [
          referredId,
          { referrer: partyOf(people, referrerId), ...dates },
        ]),
      );
    }),
});
