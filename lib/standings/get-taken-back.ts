import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { campaignPoints } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { LineReason } from "./workings.ts";

export const GetPointsTakenBackInput = z.strictObject({ id: z.uuid() });
export type GetPointsTakenBackInput = z.infer<typeof GetPointsTakenBackInput>;

const takenBack: LineReason[] = ["refunded", "dispute_lost", "not_reached"];

/** How many points of a campaign a member had until money went back, steps that were reached with it included. */
export async function getPointsTakenBack(ctx: Ctx, input: GetPointsTakenBackInput): Promise<number> {
  const { userId } = requireMember(ctx);
  const { id } = parseInput(GetPointsTakenBackInput, input);
  const of = campaignPoints;
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ points: sql`coalesce(sum(${of.points}), 0)`.mapWith(Number) })
      .from(of)
      .where(
        and(
          eq(of.companyId, ctx.companyId),
          eq(of.campaignId, id),
          eq(of.userId, userId),
          eq(of.status, "void"),
          inArray(of.reason, takenBack),
        ),
      ),
  );
  return row?.points ?? 0;
}
