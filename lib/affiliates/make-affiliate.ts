import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockKnown } from "../members/index.ts";
import {
  type Affiliate,
  beginAffiliate,
  beginTerms,
  findAffiliateOf,
  planFor,
  recordAffiliateAudit,
} from "./affiliate.ts";
import { approveAffiliate } from "./approve-affiliate.ts";
import { recruiterOf } from "./recruiter.ts";

export const MakeAffiliateInput = z.strictObject({
  userId: z.uuid(),
  /** The community's default plan when left out. */
  planId: z.uuid().optional(),
});
export type MakeAffiliateInput = z.infer<typeof MakeAffiliateInput>;

/** Makes a member an affiliate without an application; one that is open, or was declined, is approved. */
export async function makeAffiliate(ctx: Ctx, input: MakeAffiliateInput): Promise<Affiliate> {
  requireOwner(ctx);
  const { userId, planId } = parseInput(MakeAffiliateInput, input);
  return transact(ctx, async (_tx, ctx) => {
    // Nobody can be paid who was erased, so nobody takes them on.
    await lockKnown(ctx, userId);
    const plan = await planFor(ctx, planId);
    const now = ctx.clock.now();
    const made = await beginAffiliate(ctx, {
      userId,
      status: "active",
      planId: plan,
      recruitedBy: await recruiterOf(ctx, userId),
      appliedAt: now,
      decidedAt: now,
    });
    if (made) {
      const affiliate = made;
      await beginTerms(ctx, affiliate, plan);
      await recordAffiliateAudit(ctx, "made", affiliate, { planId: plan });
      return affiliate;
    }
    const known = await findAffiliateOf(ctx, userId);
    if (!known) throw new Error("an affiliate was known and is not there");
    if (known.status === "suspended") throw new AppError("conflict", say("affiliate.resume"));
    return known.status === "active" ? known : approveAffiliate(ctx, { id: known.id, planId: plan });
  });
}
