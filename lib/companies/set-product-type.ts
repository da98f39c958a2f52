import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { conversionTypes } from "#db/enums.ts";
import { payments, products, referralConversions, referrals, users } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { enqueueEach } from "../jobs/index.ts";
import type { Product } from "./list-products.ts";

/** A trial or a free membership is one by its price, whatever product it is of. */
const ofSales = z.enum(conversionTypes).exclude(["trial", "free"]);

export const SetProductTypeInput = z.strictObject({
  id: z.string().min(1).max(80),
  /** Null leaves it to the plan: what recurs is a subscription, and the rest are purchases. */
  conversionType: ofSales.nullable(),
});
export type SetProductTypeInput = z.infer<typeof SetProductTypeInput>;

/** Says what a sale of a product is; sales that were made already are renamed too. @throws AppError not_found */
export async function setProductType(ctx: Ctx, input: SetProductTypeInput): Promise<Product> {
  requireOwner(ctx);
  const { id, conversionType } = parseInput(SetProductTypeInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const here = and(eq(products.companyId, companyId), eq(products.productId, id));
    const [before] = await tx.select().from(products).where(here).for("update");
    if (!before) throw notFound("product");
    const product = { productId: id, title: before.title, conversionType };
    if (before.conversionType === conversionType) return product;
    await tx.update(products).set({ conversionType, updatedAt: ctx.clock.now() }).where(here);
    await recordAudit(ctx, {
      action: "product.type_set",
      subjectType: "product",
      subjectId: id,
      details: { title: before.title, before: before.conversionType, after: conversionType },
    });
    const buyers = await buyersOf(ctx, id);
    await enqueueEach(
      ctx,
      tx,
      "settle-referral",
      buyers.map((whopUserId) => ({ companyId, whopUserId })),
    );
    return product;
  });
}

/** Referred people who bought it. */
async function buyersOf(ctx: Ctx, productId: string): Promise<string[]> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ whopUserId: users.whopUserId })
      .from(payments)
      .innerJoin(
        referralConversions,
        and(
          eq(referralConversions.companyId, companyId),
          eq(referralConversions.sourceId, payments.paymentId),
        ),
      )
      .innerJoin(
        referrals,
        and(eq(referrals.companyId, companyId), eq(referrals.id, referralConversions.referralId)),
      )
      .innerJoin(users, and(eq(users.companyId, companyId), eq(users.id, referrals.referredId)))
      .where(and(eq(payments.companyId, companyId), eq(payments.productId, productId))),
  );
  return rows.map(({ whopUserId }) => whopUserId);
}
