import { afterAll, beforeAll, expect, it } from "vitest";
import { recordRefund } from "#lib/facts/index.ts";
import { getHealth, listStuckWork } from "#lib/jobs/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asOwner, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import { refundFact } from "#tests/support/facts.ts";
import { inWords } from "#tests/support/in-words.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

it("refunds of more than was paid raise an alarm, and it ends when the refund turns out to have failed", async () => {
  const { system } = await makeCompany(stage.services);
  const referrer = await makeMember(system);
  const owner = asOwner(stage.services, system.companyId, referrer);
  const link = await makeLink(system, referrer.id);
  const paymentId = "pay_refunded_too_often";
  const bought = { codeId: link.id, at: testNow, totalMinor: 2_900n, paymentId };
  const { whopUserId } = await recordPurchase(system, bought);
  const refund = { paymentId, amountMinor: 2_000n, currency: "USD", whopCreatedAt: testNow };
  await recordRefund(system, refundFact({ ...refund, refundId: "rf_1" }));
  await settle(system, whopUserId);
  expect((await getHealth(owner)).payments.overRefunded).toBe(0);

  await recordRefund(system, refundFact({ ...refund, refundId: "rf_2" }));
  await settle(system, whopUserId);
  expect((await getHealth(owner)).payments.overRefunded).toBe(1);
  expect(inWords(await listStuckWork(owner))).toMatchObject([
    {
      kind: "payment",
      id: paymentId,
      state: "capped",
      reason: "40.00 USD of 29.00 USD went back, says Whop.",
    },
  ]);

  const later = new Date(testNow.getTime() + 1_000);
  await recordRefund(system, refundFact({ ...refund, refundId: "rf_2", status: "failed", stateAt: later }));
  await settle(system, whopUserId);
  expect(await listStuckWork(owner)).toEqual([]);
});
