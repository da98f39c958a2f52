import {
  affiliateCommissions,
  affiliatePayoutItems,
  affiliatePayouts,
  affiliates,
  referralConversions,
  referrals,
  users,
} from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { createCommissionPlan } from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { post } from "#lib/ledger/index.ts";
import { plainTerms } from "./affiliate-stage.ts";
import { unique } from "./factories.ts";

const secondMs = 1_000;

/** Sales of affiliates as they are stored, each with its commission, its posting and its item, for tests of lists. */
export async function storeSales(
  system: Ctx,
  sales: readonly { buyer: string; affiliate: string; reference?: string; currency?: string }[],
): Promise<void> {
  const plan = await createCommissionPlan(system, { name: unique("Partners "), terms: plainTerms });
  const now = system.clock.now();
  const rows = sales.map(({ currency = "USD", reference = null, ...sale }, nth) => ({
    ...sale,
    currency,
    reference,
    // Some share an instant, so that an order by time alone would not do.
    at: new Date(now.getTime() - Math.floor(nth / 3) * secondMs),
    ids: { buyer: newId(), owner: newId(), affiliate: newId(), referral: newId(), sale: newId() },
    commissionId: newId(),
    minor: BigInt(1_000 + nth),
  }));
  const payoutId = newId();
  await transact(system, async (tx, ctx) => {
    const { companyId } = ctx;
    await writeRows(
      tx,
      companyId,
      users,
      rows.flatMap(({ ids, buyer, affiliate, at }) => [
        { id: ids.buyer, whopUserId: unique("user_"), name: buyer, joinedAt: at },
        { id: ids.owner, whopUserId: unique("user_"), name: affiliate, joinedAt: at },
      ]),
    );
    await writeRows(
      tx,
      companyId,
      affiliates,
      rows.flatMap(({ ids, at }) => [
        { id: ids.affiliate, userId: ids.owner, status: "active", planId: plan.id, appliedAt: at },
      ]),
    );
    await writeRows(
      tx,
      companyId,
      referrals,
      rows.flatMap(({ ids, at }) => [
        {
          id: ids.referral,
          referrerId: ids.owner,
          referredId: ids.buyer,
          status: "converted",
          evidence: "checkout_metadata",
          rulesVersion: 1,
          signedUpAt: at,
          convertedAt: at,
          isVerified: true,
        },
      ]),
    );
    await writeRows(
      tx,
      companyId,
      referralConversions,
      rows.flatMap(({ ids, at, currency, minor }) => [
        {
          id: ids.sale,
          referralId: ids.referral,
          conversionType: "subscription",
          sourceId: unique("pay_"),
          currency,
          grossMinor: minor,
          taxMinor: 0n,
          refundedMinor: 0n,
          netMinor: minor,
          occurredAt: at,
        },
      ]),
    );
    await writeRows(
      tx,
      companyId,
      affiliateCommissions,
      rows.flatMap(({ ids, commissionId, at, currency, minor }) => [
        {
          id: commissionId,
          affiliateId: ids.affiliate,
          conversionId: ids.sale,
          referralId: ids.referral,
          level: 1,
          currency,
          baseMinor: minor,
          earnedMinor: minor,
          reversedMinor: 0n,
          status: "approved",
          holdUntil: at,
          planId: plan.id,
          planVersion: 1,
          workings: [{ code: "rate", from: "plan", bps: 10_000, tier: 0, minor: `${minor}` }],
          occurredAt: at,
        },
      ]),
    );
    await writeRows(tx, companyId, affiliatePayouts, [
      { id: payoutId, number: 1, status: "draft", method: "csv", cutoffAt: now, createdBy: "system:test" },
    ]);
    await writeRows(
      tx,
      companyId,
      affiliatePayoutItems,
      rows.flatMap(({ ids, currency, minor, reference }) => [
        {
          id: newId(),
          payoutId,
          affiliateId: ids.affiliate,
          currency,
          amountMinor: minor,
          status: "included",
          reference,
        },
      ]),
    );
    await post(
      ctx,
      rows.map(({ ids, commissionId, currency, minor, at }) => ({
        source: { type: "commission", id: commissionId },
        factId: unique("pay_"),
        rule: "Standard",
        ruleVersion: 1,
        occurredAt: at,
        lines: [
          { holderId: ids.owner, kind: "commission_expense", unit: currency, amount: -minor },
          { holderId: ids.owner, kind: "commission_payable", unit: currency, amount: minor },
        ],
      })),
    );
  });
}
