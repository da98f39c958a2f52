import { and, desc, eq, isNull, or } from "drizzle-orm";
import { z } from "zod";
import type { VouchKind } from "#db/enums.ts";
import { vouches } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readShown, seenBy } from "../members/index.ts";

export const ListVouchesInput = z.strictObject({
  /** The member who asks, when left out. */
  userId: z.uuid().optional(),
});
export type ListVouchesInput = z.infer<typeof ListVouchesInput>;

export type Vouch = {
  id: string;
  kind: VouchKind;
  /** Who vouches, or who is vouched for; null for the community, and for whoever hides their name. */
  name: string | null;
  avatarUrl: string | null;
  /** A rule of the community gave it. */
  isAutomatic: boolean;
  /** Given by whoever asks. */
  isMine: boolean;
  createdAt: Date;
};

export type Vouches = { received: Vouch[]; given: Vouch[] };

/** The vouches that stand, latest first: those a member has, and those they gave as a member. */
export async function listVouches(ctx: Ctx, input: ListVouchesInput = {}): Promise<Vouches> {
  const userId = whose(ctx, parseInput(ListVouchesInput, input).userId);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(vouches)
      .where(
        and(
          eq(vouches.companyId, ctx.companyId),
          isNull(vouches.withdrawnAt),
          or(eq(vouches.userId, userId), eq(vouches.voucherId, userId)),
        ),
      )
      .orderBy(desc(vouches.createdAt), desc(vouches.id));
    const people = await readShown(
      ctx,
      rows.flatMap((row) => (row.voucherId === null ? row.userId : [row.userId, row.voucherId])),
    );
    const told = (row: typeof vouches.$inferSelect, otherId: string | null): Vouch => {
      // Which person of the team it was is the team's own business.
      const isNamed = !row.isCommunityVouch || ctx.actor.kind !== "member";
      const other = isNamed && otherId !== null ? people.get(otherId) : undefined;
      const seen = other && seenBy(ctx.actor, other);
      const { id, kind, isAutoVouched: isAutomatic, createdAt } = row;
      // Who vouched is known from before: an alias in the same place would tell who is behind it.
      const name = seen?.userId ? seen.name : null;
      const isMine = ctx.actor.kind !== "system" && row.voucherId === ctx.actor.userId;
      return { id, kind, name, avatarUrl: seen?.avatarUrl ?? null, isAutomatic, isMine, createdAt };
    };
    return {
      received: rows.filter((row) => row.userId === userId).map((row) => told(row, row.voucherId)),
      given: rows
        .filter((row) => row.voucherId === userId && !row.isCommunityVouch)
        .map((row) => told(row, row.userId)),
    };
  });
}
