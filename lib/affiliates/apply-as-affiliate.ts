import { z } from "zod";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import {
  type Affiliate,
  beginAffiliate,
  beginTerms,
  changeAffiliate,
  findAffiliateOf,
  recordAffiliateAudit,
} from "./affiliate.ts";
import { findDefaultPlan } from "./plan.ts";
import { recruiterOf } from "./recruiter.ts";

export const ApplyAsAffiliateInput = z.strictObject({
  /** How they mean to bring people, in their words. */
  application: z.string().trim().min(1).max(2_000).nullable().default(null),
});
export type ApplyAsAffiliateInput = z.input<typeof ApplyAsAffiliateInput>;

/**
 * A member asks to earn commissions. Where the community takes everybody, and has a plan, they are an affiliate
 * at once; else the team decides. Asking again while that is open changes what they wrote.
 */
export async function applyAsAffiliate(ctx: Ctx, input: ApplyAsAffiliateInput): Promise<Affiliate> {
  const { userId } = requireMember(ctx);
  const { application } = parseInput(ApplyAsAffiliateInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const { affiliateApplications } = await getSettings(ctx);
    const now = ctx.clock.now();
    if (affiliateApplications === "closed") {
      const known = await findAffiliateOf(ctx, userId);
      if (known && known.status !== "declined") return known;
      throw new AppError("conflict", say("affiliate.closed"));
    }
    const made = await beginAffiliate(ctx, {
      userId,
      status: "applied",
      application,
      recruitedBy: await recruiterOf(ctx, userId),
      appliedAt: now,
    });
    if (!made) return applyAgain(ctx, userId, application);
    const affiliate = made;
    await recordAffiliateAudit(ctx, "applied", affiliate);
    const plan = affiliateApplications === "automatic" ? await findDefaultPlan(ctx) : null;
    if (!plan) return affiliate;
    const active = await changeAffiliate(ctx, affiliate.id, {
      status: "active",
      planId: plan.id,
      decidedAt: now,
    });
    await beginTerms(ctx, active, plan.id);
    await recordAffiliateAudit(ctx, "approved", active, { automatically: true, plan: plan.name });
    return active;
  });
}

async function applyAgain(ctx: Ctx, userId: string, application: string | null): Promise<Affiliate> {
  const known = await findAffiliateOf(ctx, userId, true);
  if (!known) throw new Error("an affiliate was known and is not there");
  switch (known.status) {
    case "applied":
      return application === null ? known : changeAffiliate(ctx, known.id, { application });
    case "active":
      return known;
    case "declined":
      throw new AppError("conflict", say("affiliate.declined"));
    case "suspended":
      throw new AppError("conflict", say("affiliate.suspended"));
  }
}
