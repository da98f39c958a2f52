import { affiliates, affiliateTerms, codeDirectory, referralCodes, users } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { createCommissionPlan } from "#lib/affiliates/index.ts";
import { defaultPayoutSettings } from "#lib/companies/payout-settings.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Terms } from "../affiliate-stage.ts";
import { asSystem, type TestServices } from "../context.ts";
import { asOwner, makeCompany, makeMember, unique } from "../factories.ts";
import { dayOne } from "../sales.ts";
import type { Currency, Deal, World } from "./history.ts";

export type Side = { affiliateId: string; userId: string; codeId: string };
export type Community = { system: Ctx; owner: Ctx; planIds: string[]; sides: Side[] };

/** A community with its plans, and for each history an affiliate with a link. The clock stands at the first day. */
export async function openCommunity(
  services: TestServices,
  { deals, holdDays, minimumUsd }: World,
  plans: readonly number[],
): Promise<Community> {
  services.clock.set(dayOne);
  const minimums = minimumUsd === 0 ? {} : { USD: toDecimal(BigInt(minimumUsd), "USD") };
  const payouts = { ...defaultPayoutSettings, minimums };
  const { companyId } = await makeCompany(services, { settings: { holdDays, payouts } });
  const system = asSystem(services, companyId, "test");
  const owner = asOwner(services, companyId, await makeMember(system));
  const planIds: string[] = [];
  for (const [nth, deal] of deals.entries())
    planIds.push((await createCommissionPlan(system, { name: `Plan ${nth}`, terms: termsOf(deal) })).id);
  const sides = plans.map(() => ({
    affiliateId: newId(),
    userId: newId(),
    codeId: newId(),
    code: unique("h"),
  }));
  const at = { createdAt: dayOne, updatedAt: dayOne };
  await transact(system, async (tx) => {
    const member = ({ userId: id }: Side) => ({ id, whopUserId: `user_${id}`, joinedAt: dayOne });
    await writeRows(tx, companyId, users, sides.map(member));
    const link = ({ codeId: id, userId, code }: (typeof sides)[number]) => ({
      id,
      userId,
      code,
      createdAt: dayOne,
    });
    await writeRows(tx, companyId, referralCodes, sides.map(link));
    await writeRows(
      tx,
      companyId,
      codeDirectory,
      sides.map(({ code, codeId }) => ({ code, codeId })),
    );
    const planOf = (nth: number) => planIds[plans[nth] ?? 0] ?? "";
    await writeRows(
      tx,
      companyId,
      affiliates,
      sides.map(({ affiliateId: id, userId }, nth) => {
        return { id, userId, status: "active", planId: planOf(nth), appliedAt: dayOne, ...at };
      }),
    );
    await writeRows(
      tx,
      companyId,
      affiliateTerms,
      sides.map(({ affiliateId }, nth) => {
        const planId = planOf(nth);
        return { affiliateId, since: dayOne, isActive: true, planId, createdBy: "test", createdAt: dayOne };
      }),
    );
  });
  return { system, owner, planIds, sides };
}

/** A deal as an owner says it. */
export function termsOf({ rate, base, duration, tier, mostPerSale, mostEver, whopAffiliate }: Deal): Terms {
  return {
    rate:
      "bps" in rate ? { kind: "percent", bps: rate.bps } : { kind: "flat", amounts: amountsOf(rate.flat) },
    base,
    duration: duration === "one_month" ? { kind: "months", months: 1 } : { kind: duration },
    tiers: tier ? [{ from: { referrals: tier.referrals }, bps: tier.bps }] : [],
    caps: { perSale: amountsOf(mostPerSale), lifetime: amountsOf(mostEver) },
    whopAffiliate,
  };
}

function amountsOf(amounts: Partial<Record<Currency, number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([code, minor]) => [code, toDecimal(BigInt(minor), code)]),
  );
}
