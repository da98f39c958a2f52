import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { statsPeriods } from "#db/enums.ts";
import { statsComparisons } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";

const value = z.union([z.string(), z.number(), z.null()]);

/** One stored number that is not what the rows give. */
export const ComparedNumber = z.discriminatedUnion("of", [
  z.object({
    of: z.literal("member"),
    userId: z.uuid(),
    period: z.enum(statsPeriods),
    periodStart: z.iso.date(),
    stored: z.record(z.string(), value),
    rows: z.record(z.string(), value),
  }),
  z.object({
    of: z.literal("scores"),
    period: z.enum(statsPeriods),
    periodStart: z.iso.date(),
    score: z.int(),
    stored: z.int(),
    rows: z.int(),
  }),
  z.object({
    of: z.literal("day"),
    day: z.iso.date(),
    name: z.string(),
    stored: z.string(),
    rows: z.string(),
  }),
  z.object({ of: z.literal("link"), codeId: z.uuid(), day: z.iso.date() }),
]);
export type ComparedNumber = z.infer<typeof ComparedNumber>;

export type StatsComparison = {
  comparedAt: Date;
  members: number;
  differences: number;
  /** The first of them. */
  details: ComparedNumber[];
};

/** What the last night's comparison of the kept numbers with the rows found; null before the first. */
export async function getStatsComparison(ctx: Ctx): Promise<StatsComparison | null> {
  requireOwner(ctx);
  const of = statsComparisons;
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(of)
      .where(eq(of.companyId, ctx.companyId))
      .orderBy(desc(of.comparedAt), desc(of.id))
      .limit(1),
  );
  if (!row) return null;
  const { comparedAt, members, differences, details } = row;
  return { comparedAt, members, differences, details: z.array(ComparedNumber).parse(details) };
}
