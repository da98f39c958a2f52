import { and, desc, eq, gte, inArray, lte } from "drizzle-orm";
import { z } from "zod";
import { referralClicks } from "#db/schema/index.ts";
import { secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";

export const LastClickBeforeInput = z.strictObject({
  codeId: z.uuid(),
  at: z.date(),
  /** How far back to look, in seconds, inclusive; as far as clicks are kept when left out. */
  within: z.int().min(0).optional(),
});
export type LastClickBeforeInput = z.infer<typeof LastClickBeforeInput>;

export type LastClick = {
  clickedAt: Date;
  visitorKey: bigint;
  networkKey: bigint | null;
  byCookie: boolean;
};

/** The last click by a person on a link up to an instant; null when there was none within the time. */
export async function lastClickBefore(ctx: Ctx, input: LastClickBeforeInput): Promise<LastClick | null> {
  const { codeId, at, within } = parseInput(LastClickBeforeInput, input);
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({
        clickedAt: referralClicks.clickedAt,
        visitorKey: referralClicks.visitorKey,
        networkKey: referralClicks.networkKey,
        byCookie: referralClicks.byCookie,
      })
      .from(referralClicks)
      .where(
        and(
          eq(referralClicks.companyId, ctx.companyId),
          eq(referralClicks.codeId, codeId),
          lte(referralClicks.clickedAt, at),
          within === undefined
            ? undefined
            : gte(referralClicks.clickedAt, new Date(at.getTime() - within * secondMs)),
          inArray(referralClicks.class, ["human", "duplicate", "self"]),
        ),
      )
      .orderBy(desc(referralClicks.clickedAt), desc(referralClicks.id))
      .limit(1),
  );
  return row ?? null;
}
