import { z } from "zod";
import { referralAnalytics } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";

export const RecordShareTapInput = z.strictObject({
  /** The button: copy, whatsapp, x … */
  channel: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, problem("input.channel")),
});
export type RecordShareTapInput = z.input<typeof RecordShareTapInput>;

/** A tap on a share button: an intent, which nothing is credited for and nothing calls a share. */
export async function recordShareTap(ctx: Ctx, input: RecordShareTapInput): Promise<void> {
  const { userId } = requireMember(ctx);
  const { channel } = parseInput(RecordShareTapInput, input);
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx.insert(referralAnalytics).values({
      companyId: ctx.companyId,
      id: newId(now),
      occurredAt: now,
      action: "share_tapped",
      userId,
      metadata: { channel },
    }),
  );
}
