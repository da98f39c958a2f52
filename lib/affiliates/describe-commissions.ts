import { and, eq } from "drizzle-orm";
import type { CommissionHold, CommissionStatus, ConversionType } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { type affiliateCommissions, referralConversions, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { displayName, membersById } from "../members/index.ts";
import { type Person, planNames } from "./describe-affiliates.ts";
import { unpaidOf } from "./standing.ts";

export type ListedCommission = {
  id: string;
  affiliate: { affiliateId: string } & Person;
  /** Who bought; members read their first name's worth, like in their list of referrals. */
  buyer: Person;
  referralId: string;
  paymentId: string;
  conversionType: ConversionType;
  level: number;
  status: CommissionStatus;
  heldBy: CommissionHold | null;
  holdUntil: Date;
  occurredAt: Date;
  plan: { planId: string; name: string; version: number; tier: number };
  currency: string;
  /** Decimals of the currency. The sale's own sums, and what came of them. */
  sale: {
    gross: string;
    discount: string;
    tax: string;
    fees: string;
    refunded: string;
    net: string;
    whopAffiliate: string;
  };
  base: string;
  earned: string;
  reversed: string;
  kept: string;
  paid: string;
  /** To be paid now; negative after a reversal of what was paid. */
  owed: string;
};

export type CommissionWithHolder = { commission: typeof affiliateCommissions.$inferSelect; userId: string };

/** Commissions with names, sales and decimals, in the order given. */
export async function describeCommissions(
  ctx: Ctx,
  rows: readonly CommissionWithHolder[],
): Promise<ListedCommission[]> {
  if (rows.length === 0) return [];
  return transact(ctx, async (_tx, ctx) => {
    const sales = await readConversions(
      ctx,
      rows.map(({ commission }) => commission.conversionId),
    );
    const plans = await planNames(ctx, [...new Set(rows.map(({ commission }) => commission.planId))]);
    const buyers = [...sales.values()].map(({ referredId }) => referredId);
    const members = await membersById(ctx, [...rows.map(({ userId }) => userId), ...buyers]);
    const person = (userId: string): Person => {
      const member = members.get(userId);
      return {
        userId,
        name: displayName(member),
        avatarUrl: member?.avatarUrl ?? null,
      };
    };
    return rows.flatMap(({ commission, userId }): ListedCommission[] => {
      const sale = sales.get(commission.conversionId);
      if (!sale) return [];
      const { currency } = commission;
      const decimal = (minor: bigint) => toDecimal(minor, currency);
      return [
        {
          id: commission.id,
          affiliate: { affiliateId: commission.affiliateId, ...person(userId) },
          buyer: person(sale.referredId),
          referralId: commission.referralId,
          paymentId: sale.conversion.sourceId,
          conversionType: sale.conversion.conversionType,
          level: commission.level,
          status: commission.status,
          heldBy: commission.heldBy,
          holdUntil: commission.holdUntil,
          occurredAt: commission.occurredAt,
          plan: {
            planId: commission.planId,
            name: plans.get(commission.planId) ?? "",
            version: commission.planVersion,
            tier: commission.tier,
          },
          currency,
          sale: {
            gross: decimal(sale.conversion.grossMinor),
            discount: decimal(sale.conversion.discountMinor),
            tax: decimal(sale.conversion.taxMinor),
            fees: decimal(sale.conversion.feesMinor),
            refunded: decimal(sale.conversion.refundedMinor),
            net: decimal(sale.conversion.netMinor),
            whopAffiliate: decimal(sale.conversion.whopAffiliateMinor),
          },
          base: decimal(commission.baseMinor),
          earned: decimal(commission.earnedMinor),
          reversed: decimal(commission.reversedMinor),
          kept: decimal(commission.earnedMinor - commission.reversedMinor),
          paid: decimal(commission.paidMinor),
          owed: decimal(unpaidOf(commission)),
        },
      ];
    });
  });
}

type Conversion = { conversion: typeof referralConversions.$inferSelect; referredId: string };

async function readConversions(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Conversion>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ conversion: referralConversions, referredId: referrals.referredId })
      .from(referralConversions)
      .innerJoin(
        referrals,
        and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, referralConversions.referralId)),
      )
      .where(
        and(
          eq(referralConversions.companyId, ctx.companyId),
          inIds(referralConversions.id, [...new Set(ids)]),
        ),
      ),
  );
  return new Map(rows.map((row) => [row.conversion.id, row]));
}
