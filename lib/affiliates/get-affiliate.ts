import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { affiliates, affiliateTerms } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { affiliateFromRow } from "./affiliate.ts";
import { describeAffiliates, type ListedAffiliate, planNames } from "./describe-affiliates.ts";

export const GetAffiliateInput = z.strictObject({ id: z.uuid() });
export type GetAffiliateInput = z.infer<typeof GetAffiliateInput>;

export type AffiliateDetails = ListedAffiliate & {
  /** What held for them and from when on, newest first. */
  terms: { since: Date; isActive: boolean; planId: string; planName: string }[];
};

/** @throws AppError not_found */
export async function getAffiliate(ctx: Ctx, input: GetAffiliateInput): Promise<AffiliateDetails> {
  requireOwner(ctx);
  const { id } = parseInput(GetAffiliateInput, input);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.id, id)));
    const [affiliate] = await describeAffiliates(ctx, rows.map(affiliateFromRow));
    if (!affiliate) throw notFound("affiliate");
    const terms = await tx
      .select()
      .from(affiliateTerms)
      .where(and(eq(affiliateTerms.companyId, ctx.companyId), eq(affiliateTerms.affiliateId, id)))
      .orderBy(desc(affiliateTerms.since));
    const names = await planNames(
      ctx,
      terms.map(({ planId }) => planId),
    );
    return {
      ...affiliate,
      terms: terms.map(({ since, isActive, planId }) => ({
        since,
        isActive,
        planId,
        planName: names.get(planId) ?? "",
      })),
    };
  });
}
