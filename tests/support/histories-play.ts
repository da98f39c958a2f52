import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import {
  affiliateCommissions,
  affiliates,
  affiliateTerms,
  referralConversions,
  referrals,
  users,
} from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { settleCommissionsOf } from "#lib/affiliates/index.ts";
import { unpaidOf } from "#lib/affiliates/standing.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { recordDisputes, recordPayments, recordRefunds } from "#lib/facts/index.ts";
import { checkBooks, type Posting, post, rebuildBalances } from "#lib/ledger/index.ts";
import { makeAffiliateScene } from "./affiliate-stage.ts";
import { strictTerms } from "./book-model.ts";
import { shown } from "./book-play.ts";
import type { TestServices } from "./context.ts";
import { type Calendar, daysOf, type Fact, type History, Life } from "./many-histories.ts";
import { day, dayOne } from "./sales.ts";

type Side = { life: Life; affiliateId: string; userId: string; buyers: Map<number, string>; periods: number };
type Name = { side: number; sale: string };

/** Many histories side by side, each of an affiliate of its own, on one clock in one community. */
export class HistoriesPlay {
  readonly system: Ctx;
  readonly services: TestServices;
  readonly #planId: string;
  readonly #sides: Side[];
  readonly #conversions = new Map<string, Name>();
  readonly #sold = new Set<string>();

  private constructor(services: TestServices, system: Ctx, planId: string, histories: readonly History[]) {
    this.services = services;
    this.system = system;
    this.#planId = planId;
    this.#sides = histories.map((history) => ({
      life: new Life(history),
      affiliateId: newId(),
      userId: newId(),
      buyers: new Map(),
      periods: 1,
    }));
  }

  static async open(services: TestServices, histories: readonly History[]): Promise<HistoriesPlay> {
    const { system, planId } = await makeAffiliateScene(services, dayOne, strictTerms);
    const play = new HistoriesPlay(services, system, planId, histories);
    const at = { createdAt: dayOne, updatedAt: dayOne };
    await play.#write(users, play.#sides, ({ userId }) => ({
      id: userId,
      whopUserId: `user_${userId}`,
      joinedAt: dayOne,
    }));
    await play.#write(affiliates, play.#sides, ({ affiliateId, userId }) => {
      return { id: affiliateId, userId, status: "active" as const, planId, appliedAt: dayOne, ...at };
    });
    await play.#write(affiliateTerms, play.#sides, (side) => play.#period(side, dayOne, true));
    return play;
  }

  /** Lives all of it; returns by history what differs between database and model, which should be nothing. */
  async live(calendar: Calendar): Promise<Map<number, string>> {
    const wrong = new Map<number, string>();
    for (const [nth, { begins, ends }] of daysOf(calendar).entries()) {
      const heaps = this.#sides.map(({ life }) => life.live(nth, begins));
      this.services.clock.set(day(begins + 1));
      await this.#tell(heaps.map(([first]) => first));
      if (calendar.settlesBetween) await this.#settle();
      await this.#tell(heaps.map(([, second]) => second));
      this.services.clock.set(day(ends));
      await this.#settle();
      const paysOut = calendar.paysOut[nth] === true;
      for (const { life } of this.#sides) life.settleOn(ends, paysOut);
      if (paysOut) await this.#payOut();
      for (const [side, what] of await this.#differences()) wrong.set(side, `after stretch ${nth}: ${what}`);
    }
    return wrong;
  }

  /** What must hold of the community's books as a whole, whatever the model says. */
  async standing() {
    const { unbalanced, wrongBalances } = await checkBooks(this.system);
    const rebuilt = await rebuildBalances(this.system);
    const settledAgain = await this.#settle();
    return { unbalanced, wrongBalances, rebuilt, settledAgain, belowNothing: await this.#belowNothing() };
  }

  #settle(): Promise<number> {
    return settleCommissionsOf(
      this.system,
      this.#sides.map(({ affiliateId }) => affiliateId),
    );
  }

  async #write<T extends Parameters<typeof writeRows>[2], R>(
    table: T,
    of: readonly R[],
    row: (one: R) => Parameters<typeof writeRows<T>>[3][number],
  ): Promise<void> {
    await transact(this.system, (tx) => writeRows(tx, this.system.companyId, table, of.map(row)));
  }

  #period({ affiliateId }: Side, since: Date, isActive: boolean) {
    return { affiliateId, since, isActive, planId: this.#planId, createdBy: "test", createdAt: since };
  }

  /** A heap of each history: refunds and disputes before the payments they name, and some of it again. */
  async #tell(heaps: readonly Fact[][]): Promise<void> {
    const facts = heaps.flatMap((heap, side) => heap.map((told) => ({ ...told, side })));
    const idOf = (side: number, id: string) => `${id}_${side}`;
    await transact(this.system, async (_tx, ctx) => {
      await recordRefunds(
        ctx,
        facts.flatMap(({ of, fact, side }) =>
          of === "refund"
            ? [{ ...fact, refundId: idOf(side, fact.refundId), paymentId: idOf(side, fact.paymentId) }]
            : [],
        ),
      );
      const paid = facts.flatMap((told) =>
        told.of === "payment" ? [{ ...told.fact, paymentId: idOf(told.side, told.fact.paymentId) }] : [],
      );
      await recordPayments(ctx, paid);
      await this.#setFees(ctx, paid);
      await recordDisputes(
        ctx,
        facts.flatMap(({ of, fact, side }) => {
          if (of !== "dispute") return [];
          const paymentId = idOf(side, fact.paymentId);
          return [{ ...fact, disputeId: `d_${paymentId}`, paymentId }];
        }),
      );
    });
    await this.#sell(facts);
    const begun = this.#sides.flatMap((side) => {
      const { terms } = side.life.model;
      const periods = terms
        .slice(side.periods)
        .map(({ since, isActive }) => this.#period(side, since, isActive));
      side.periods = terms.length;
      return periods;
    });
    await this.#write(affiliateTerms, begun, (period) => period);
  }

  async #setFees(ctx: Ctx, paid: readonly object[]): Promise<void> {
    const fees = paid.map((payment) => ({
      id: Reflect.get(payment, "paymentId"),
      fee: String(Reflect.get(payment, "whopAffiliateMinor")),
    }));
    await transact(ctx, (tx) =>
      tx.execute(sql`
        UPDATE payments p SET whop_affiliate_minor = f.fee
          FROM jsonb_to_recordset(${JSON.stringify(fees)}::jsonb) AS f(id text, fee bigint)
         WHERE p.company_id = ${ctx.companyId} AND p.payment_id = f.id`),
    );
  }

  /** The referrals and conversions of new payments, as they stand once their buyers are settled. */
  async #sell(facts: readonly (Fact & { side: number })[]): Promise<void> {
    const sales = facts.flatMap((told) => {
      const name = `${told.side} ${told.fact.paymentId}`;
      if (told.of !== "payment" || this.#sold.has(name)) return [];
      this.#sold.add(name);
      const side = this.#sides[told.side];
      const buyer = side?.life.model.paid[told.sale]?.buyer ?? 0;
      const firstAt = side?.life.model.paid.find((one) => one.buyer === buyer)?.payment.whopCreatedAt;
      const isNew = side?.buyers.has(buyer) === false;
      const referralId = side?.buyers.get(buyer) ?? newId();
      side?.buyers.set(buyer, referralId);
      const id = newId();
      this.#conversions.set(id, { side: told.side, sale: told.fact.paymentId });
      return [{ ...told, id, referralId, isNew, buyerId: newId(), firstAt, referrerId: side?.userId ?? "" }];
    });
    const first = sales.filter(({ isNew }) => isNew);
    await this.#write(users, first, ({ buyerId }) => ({ id: buyerId, whopUserId: `user_${buyerId}` }));
    await this.#write(referrals, first, ({ referralId, referrerId, buyerId, firstAt = dayOne }) => ({
      id: referralId,
      referrerId,
      referredId: buyerId,
      status: "converted" as const,
      evidence: "checkout_metadata" as const,
      rulesVersion: 1,
      signedUpAt: firstAt,
      convertedAt: firstAt,
      isVerified: true,
    }));
    await this.#write(referralConversions, sales, ({ id, referralId, side, fact }) => ({
      id,
      referralId,
      conversionType: "subscription" as const,
      sourceId: `${fact.paymentId}_${side}`,
      currency: fact.currency,
      grossMinor: 1n,
      taxMinor: 0n,
      refundedMinor: 0n,
      netMinor: 1n,
      occurredAt: fact.whopCreatedAt,
    }));
  }

  /** What is owed in a currency goes from payable to paid, if it is more than nothing. */
  async #payOut(): Promise<void> {
    const holders = new Map(this.#sides.map(({ affiliateId, userId }) => [affiliateId, userId]));
    const rows = await this.#rows();
    const paid: { id: string; amount: string }[] = [];
    const postings: Posting[] = [];
    for (const same of Map.groupBy(rows, (row) => `${row.affiliateId} ${row.currency}`).values()) {
      const [{ affiliateId, currency: unit } = { affiliateId: "", currency: "" }] = same;
      const owed = same.reduce((sum, row) => sum + unpaidOf(row), 0n);
      if (owed <= 0n) continue;
      paid.push(...same.map((row) => ({ id: row.id, amount: String(unpaidOf(row)) })));
      const holderId = holders.get(affiliateId) ?? "";
      const line = (kind: "commission_payable" | "payout_paid", amount: bigint) => ({
        holderId,
        kind,
        unit,
        amount,
      });
      postings.push({
        source: { type: "payout_item", id: newId() },
        factId: "by hand",
        rule: "payout",
        ruleVersion: 1,
        occurredAt: this.services.clock.now(),
        lines: [line("commission_payable", -owed), line("payout_paid", owed)],
      });
    }
    await transact(this.system, async (tx, ctx) => {
      await tx.execute(sql`
        UPDATE affiliate_commissions c SET paid_minor = c.paid_minor + p.amount
          FROM jsonb_to_recordset(${JSON.stringify(paid)}::jsonb) AS p(id uuid, amount bigint)
         WHERE c.company_id = ${ctx.companyId} AND c.id = p.id`);
      await post(ctx, postings);
    });
    await this.#settle();
  }

  #rows() {
    const { companyId } = this.system;
    return transact(this.system, (tx) =>
      tx.select().from(affiliateCommissions).where(eq(affiliateCommissions.companyId, companyId)),
    );
  }

  async #differences(): Promise<Map<number, string>> {
    const Balance = z.object({ holder: z.string(), kind: z.string(), unit: z.string(), balance: z.string() });
    const balances = await transact(this.system, (tx) =>
      tx.execute(sql`
        SELECT a.holder_id AS holder, a.kind, a.unit, b.balance::text AS balance
          FROM ledger_accounts a JOIN ledger_balances b ON b.company_id = a.company_id AND b.account_id = a.id
         WHERE a.company_id = ${this.system.companyId} AND b.balance <> 0`),
    );
    const books = Map.groupBy(z.array(Balance).parse([...balances]), ({ holder }) => holder);
    const rows = Map.groupBy(await this.#rows(), (row) => this.#conversions.get(row.conversionId)?.side);
    const differences = new Map<number, string>();
    for (const [nth, { life, userId }] of this.#sides.entries()) {
      const stored = [
        ...(rows.get(nth) ?? []).map((row) =>
          shown(row, this.#conversions.get(row.conversionId)?.sale ?? ""),
        ),
        ...(books.get(userId) ?? []).map(({ kind, unit, balance }) => `${kind} ${unit} ${balance}`),
      ];
      const expected = [
        ...life.model.rows.map((row) => shown(row, row.conversionId)),
        ...life.model.standOf().map(({ kind, unit, amount }) => `${kind} ${unit} ${amount}`),
      ];
      const [is, should] = [stored.sort().join("; "), expected.sort().join("; ")];
      if (is !== should) differences.set(nth, `the database has [${is}] and the model [${should}]`);
    }
    return differences;
  }

  /** Accounts of what is owed that are below nothing though nothing was reversed, or held, after it was paid. */
  async #belowNothing(): Promise<number> {
    const [row] = await transact(this.system, (tx) =>
      tx.execute<{ n: number }>(sql`
        SELECT count(*)::int AS n FROM ledger_accounts a
          JOIN ledger_balances b ON b.company_id = a.company_id AND b.account_id = a.id
          JOIN affiliates f ON f.company_id = a.company_id AND f.user_id = a.holder_id
         WHERE a.company_id = ${this.system.companyId} AND a.kind = 'commission_payable' AND b.balance < 0
           AND NOT EXISTS (SELECT FROM affiliate_commissions c
                WHERE c.company_id = a.company_id AND c.affiliate_id = f.id AND c.currency = a.unit
                  AND c.paid_minor > c.earned_minor - c.reversed_minor)`),
    );
    return row?.n ?? -1;
  }
}
