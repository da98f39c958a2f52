import { asc, eq } from "drizzle-orm";
import type { ConversionType } from "#db/enums.ts";
import { products } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";

export type Product = {
  productId: string;
  title: string;
  /** What a sale of it is, where the owner said so; null leaves it to the plan. */
  conversionType: ConversionType | null;
};

/** What the community sells, as last read from Whop. */
export async function listProducts(ctx: Ctx): Promise<Product[]> {
  requireOwner(ctx);
  return transact(ctx, (tx) =>
    tx
      .select({
        productId: products.productId,
        title: products.title,
        conversionType: products.conversionType,
      })
      .from(products)
      .where(eq(products.companyId, ctx.companyId))
      .orderBy(asc(products.title), asc(products.productId)),
  );
}
