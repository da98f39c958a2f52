import { sql } from "drizzle-orm";
import { type Ctx, transact } from "#lib/core/context.ts";
import { referenceOf } from "#lib/links/index.ts";
import type { Finding } from "#lib/whop/index.ts";
import { disputeRank } from "#lib/whop/ranks.ts";
import { applyFindings } from "#lib/workflows/apply-findings.ts";
import { disputeFact, membershipFact, paymentFact, refundFact } from "../facts.ts";
import { day } from "../sales.ts";
import type { Told } from "./life.ts";

/** Whop's ids of payments and the rest are the same in every community: a history's in one is another's in the next. */
export const paymentId = (side: number, sale: number) => `pay_${side}x${sale}`;

/** What a buyer can be recognised by, as nobody can any more once they are forgotten. */
export const marksOf = (companyId: string, side: number, buyer: number) => {
  const name = `${companyId.slice(4)}x${side}x${buyer}`;
  return { whopUserId: `user_${name}`, name: `Quill ${name}`, email: `quill.${name}@inbox.test` };
};

export type News = { side: number; codeId: string; told: readonly Told[] };

/** Has it all arrived at once, through the one door that Whop's objects come in by. */
export async function arrive(system: Ctx, news: readonly News[]): Promise<void> {
  await transact(system, async (_tx, ctx) => {
    await applyFindings(
      ctx,
      news.flatMap((one) => one.told.map((told) => findingOf(ctx, one, told))),
    );
    await setFees(ctx, news);
  });
}

function findingOf({ secrets, companyId }: Ctx, { side, codeId }: News, told: Told): Finding {
  const nothing: Finding = { memberships: [], payments: [], refunds: [], disputes: [], people: [] };
  const whopCreatedAt = day(told.at);
  switch (told.of) {
    case "membership":
    case "payment": {
      const marks = marksOf(companyId, side, told.buyer);
      const { whopUserId } = marks;
      const metadata = { ...referenceOf(secrets, companyId, codeId) };
      const whose = { whopUserId, membershipId: `mem_${side}x${told.buyer}`, metadata, whopCreatedAt };
      const people = [{ ...marks, username: null, avatarUrl: null, joinedAt: null }];
      if (told.of === "membership") return { ...nothing, people, memberships: [membershipFact(whose)] };
      const { total: totalMinor, tax: taxMinor, currency } = told;
      const id = paymentId(side, told.sale);
      return {
        ...nothing,
        people,
        payments: [paymentFact({ ...whose, paymentId: id, totalMinor, taxMinor, currency })],
      };
    }
    case "refund": {
      const { minor: amountMinor, currency, hasFailed } = told;
      const ids = { refundId: `rf_${side}x${told.refund}`, paymentId: paymentId(side, told.sale) };
      const state = { status: hasFailed ? "failed" : "succeeded", stateAt: day(told.saidAt) } as const;
      return {
        ...nothing,
        refunds: [refundFact({ ...ids, ...state, amountMinor, currency, whopCreatedAt })],
      };
    }
    case "dispute": {
      const { status, isInquiry: inquiry } = told;
      const ids = { disputeId: `dspt_${side}x${told.sale}`, paymentId: paymentId(side, told.sale) };
      const state = { status, inquiry, stateAt: day(told.saidAt), stateRank: disputeRank(status, inquiry) };
      return { ...nothing, disputes: [disputeFact({ ...ids, ...state, whopCreatedAt })] };
    }
  }
}

/** What Whop's own affiliate program took, as it is stored once Whop was asked. */
async function setFees(ctx: Ctx, news: readonly News[]): Promise<void> {
  const fees = news.flatMap(({ side, told }) =>
    told.flatMap((one) =>
      one.of === "payment" ? [{ id: paymentId(side, one.sale), fee: String(one.whopFee) }] : [],
    ),
  );
  await transact(ctx, (tx) =>
    tx.execute(sql`
      UPDATE payments p SET whop_affiliate_minor = f.fee
        FROM jsonb_to_recordset(${JSON.stringify(fees)}::jsonb) AS f(id text, fee bigint)
       WHERE p.company_id = ${ctx.companyId} AND p.payment_id = f.id`),
  );
}
