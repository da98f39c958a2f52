import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { inIds, inTexts } from "#db/in-ids.ts";
import { checkoutConfigurations, referralCodeOptions, referralCodes } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type EarlierLimits, type LinkLimits, StoredEarlierLimits } from "./link-limits.ts";

export const FindLinksByReferenceInput = z.strictObject({
  codeIds: z.array(z.uuid()),
  checkoutIds: z.array(z.string().max(100)),
});
export type FindLinksByReferenceInput = z.infer<typeof FindLinksByReferenceInput>;

/** A link as far as credit depends on it. */
export type ReferencedLink = LinkLimits & {
  id: string;
  code: string;
  userId: string;
  campaignId: string | null;
  /** What held before each of its changes, oldest first. */
  earlier: readonly EarlierLimits[];
};

export type ReferencedLinks = {
  /** By the link's id: those of `codeIds`, and those that the checkouts lead to. */
  links: Map<string, ReferencedLink>;
  /** Checkout configuration → link id; ones that are not ours are left out. */
  codeIdOfCheckout: Map<string, string>;
};

/** The links that purchases name, by their ids or by our own checkout configurations. */
export async function findLinksByReference(
  ctx: Ctx,
  input: FindLinksByReferenceInput,
): Promise<ReferencedLinks> {
  const { codeIds, checkoutIds } = parseInput(FindLinksByReferenceInput, input);
  return transact(ctx, async (tx) => {
    const checkouts =
      checkoutIds.length === 0
        ? []
        : await tx
            .select({ checkoutId: checkoutConfigurations.checkoutId, codeId: checkoutConfigurations.codeId })
            .from(checkoutConfigurations)
            .where(
              and(
                eq(checkoutConfigurations.companyId, ctx.companyId),
                inTexts(checkoutConfigurations.checkoutId, checkoutIds),
              ),
            );
    const wanted = [...new Set([...codeIds, ...checkouts.map(({ codeId }) => codeId)])];
    const rows =
      wanted.length === 0
        ? []
        : await tx
            .select({
              id: referralCodes.id,
              code: referralCodes.code,
              userId: referralCodes.userId,
              campaignId: referralCodeOptions.campaignId,
              isActive: referralCodes.isActive,
              expiresAt: referralCodeOptions.expiresAt,
              maxUses: referralCodeOptions.maxUses,
              earlier: referralCodeOptions.earlier,
            })
            .from(referralCodes)
            .leftJoin(
              referralCodeOptions,
              and(
                eq(referralCodeOptions.companyId, referralCodes.companyId),
                eq(referralCodeOptions.codeId, referralCodes.id),
              ),
            )
            .where(and(eq(referralCodes.companyId, ctx.companyId), inIds(referralCodes.id, wanted)));
    return {
      links: new Map(
        rows.map((row) => [row.id, { ...row, earlier: StoredEarlierLimits.parse(row.earlier) }]),
      ),
      codeIdOfCheckout: new Map(checkouts.map(({ checkoutId, codeId }) => [checkoutId, codeId])),
    };
  });
}
