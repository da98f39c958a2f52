import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plans, products, referralConversions } from "#db/schema/index.ts";
import { setProductType } from "#lib/companies/index.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { recordPayment } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { daysAfter, makeAffiliateScene } from "#tests/support/affiliate-stage.ts";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { paymentFact } from "#tests/support/facts.ts";
import { drainJobs, recordPurchase, settle } from "#tests/support/referral-stage.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

const start = new Date("2026-09-01T09:00:00.000Z");

const ourJobs = ["settle-referral", "settle-affiliates", "settle-commissions"] as const;

describe("a conversion", () => {
  test("is what the owner says of the product, and keeps discount, tax, fees and refunds apart", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, companyId, codeId } = scene;
    const refreshedAt = start;
    await transact(system, async (tx) => {
      await tx.insert(products).values({ companyId, productId: "prod_main", title: "A seat", refreshedAt });
      await tx.insert(plans).values({
        companyId,
        planId: "plan_main",
        productId: "prod_main",
        planType: "one_time",
        initialPriceMinor: 5_000n,
        renewalPriceMinor: 0n,
        currency: "USD",
        refreshedAt,
      });
    });
    const sale = await recordPurchase(system, { codeId, at: start });
    await recordPayment(
      system,
      paymentFact({
        paymentId: sale.paymentId,
        whopUserId: sale.whopUserId,
        membershipId: sale.membershipId,
        metadata: { ...referenceOf(system.secrets, companyId, codeId) },
        whopCreatedAt: start,
        stateAt: daysAfter(start, 1),
        promoCodeId: "promo_1",
        subtotalMinor: 5_000n,
        taxMinor: 800n,
        totalMinor: 4_800n,
        afterFeesMinor: 4_500n,
      }),
    );
    await settle(system, sale.whopUserId);
    const stored = async () => {
      const rows = await transact(system, (tx) =>
        tx.select().from(referralConversions).where(eq(referralConversions.companyId, companyId)),
      );
      return rows[0];
    };
    expect(await stored()).toMatchObject({
      conversionType: "one_time_purchase",
      grossMinor: 4_800n,
      discountMinor: 1_000n,
      taxMinor: 800n,
      feesMinor: 300n,
      netMinor: 4_000n,
    });
    stage.services.jobs.sent.length = 0;
    await setProductType(system, { id: "prod_main", conversionType: "event_ticket" });
    await drainJobs(stage.services, ourJobs);
    expect(await stored()).toMatchObject({ conversionType: "event_ticket", feesMinor: 300n });
    await setProductType(system, { id: "prod_main", conversionType: null });
    await drainJobs(stage.services, ourJobs);
    expect(await stored()).toMatchObject({ conversionType: "one_time_purchase" });
  });

  test("has its product's type set by the team only, and never to a trial", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const mine = asMember(stage.services, scene.companyId, scene.member);
    const set = (ctx: Ctx, conversionType: string) =>
      setProductType(ctx, { id: "prod_none", conversionType: conversionType as "donation" });
    await expect(set(mine, "donation")).rejects.toMatchObject({ code: "forbidden" });
    await expect(set(scene.system, "donation")).rejects.toMatchObject({ code: "not_found" });
    await expect(set(scene.system, "trial")).rejects.toMatchObject({ code: "invalid_input" });
  });
});
