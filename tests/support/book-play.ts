import { and, eq } from "drizzle-orm";
import { payments, referralConversions } from "#db/schema/index.ts";
import { resumeAffiliate, settleCommissions, suspendAffiliate } from "#lib/affiliates/index.ts";
import { transact } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { recordDispute, recordMembership, recordPayment, recordRefund } from "#lib/facts/index.ts";
import { checkBooks } from "#lib/ledger/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { approvePayout, cancelPayout, createPayout, markPaid, startPayout } from "#lib/payouts/index.ts";
import type { DisputeFact, PaymentFact, RefundFact } from "#lib/whop/facts.ts";
import { runJob } from "#lib/workflows/index.ts";
import { type AffiliateScene, commissionsIn, makeAffiliateScene } from "./affiliate-stage.ts";
import { BookModel, type Happening, strictTerms } from "./book-model.ts";
import { bookOf } from "./books-stage.ts";
import type { TestServices } from "./context.ts";
import { asOwner, makeMember, unique } from "./factories.ts";
import { membershipFact } from "./facts.ts";
import { settle } from "./referral-stage.ts";
import { day, dayOne } from "./sales.ts";

type Fact =
  | { of: "payment"; fact: PaymentFact; buyer: string }
  | { of: "refund"; fact: RefundFact; buyer: string }
  | { of: "dispute"; fact: DisputeFact; buyer: string };

/** Lives a history in a community of its own and in the model, and says at each step where the two stand. */
export class BookPlay {
  readonly model = new BookModel();
  readonly services: TestServices;
  readonly scene: AffiliateScene;
  readonly #owner;
  readonly #buyers = new Map<number, { whopUserId: string; membershipId: string }>();
  readonly #paymentIds = new Map<string, string>();
  /** Everything that was told, so that it can be told again. */
  readonly #told: Fact[] = [];
  #isActive = true;

  private constructor(
    services: TestServices,
    scene: AffiliateScene,
    owner: Awaited<ReturnType<typeof makeMember>>,
  ) {
    this.services = services;
    this.scene = scene;
    this.#owner = asOwner(services, scene.companyId, owner);
  }

  static async open(services: TestServices): Promise<BookPlay> {
    const scene = await makeAffiliateScene(services, dayOne, strictTerms);
    return new BookPlay(services, scene, await makeMember(scene.system));
  }

  async happens(event: Happening): Promise<void> {
    const { model, scene, services } = this;
    model.happens(event);
    // The model counts a wait from the event's own instant.
    services.clock.set(day(model.today - (event.kind === "wait" ? event.days : 0)));
    const { system, affiliateId: id } = scene;
    const isActive = event.kind === "resume";
    if ((event.kind === "suspend" || isActive) && isActive !== this.#isActive) {
      this.#isActive = isActive;
      if (isActive) await resumeAffiliate(system, { id });
      else await suspendAffiliate(system, { id, reason: "A pause" });
    }
    if (event.kind === "pay_out") await this.#payOut();
    if (event.kind === "replay") for (const fact of this.#told.toReversed()) await this.#tell(fact);
    await this.#tellNews();
    services.clock.set(day(model.today));
    await settleCommissions(system, { affiliateId: id });
  }

  /** Whatever the model knows and the database was not told yet. */
  async #tellNews(): Promise<void> {
    const { system, codeId } = this.scene;
    for (const { payment, buyer, refunds, disputes } of this.model.paid) {
      const who = this.#buyers.get(buyer) ?? { whopUserId: unique("user_"), membershipId: unique("mem_") };
      const metadata = { ...referenceOf(system.secrets, system.companyId, codeId) };
      const paymentId = this.#paymentIds.get(payment.paymentId) ?? unique("pay_");
      this.#paymentIds.set(payment.paymentId, paymentId);
      if (!this.#buyers.has(buyer)) {
        this.#buyers.set(buyer, who);
        await makeMember(system, { whopUserId: who.whopUserId });
        await recordMembership(
          system,
          membershipFact({ ...who, metadata, whopCreatedAt: payment.whopCreatedAt }),
        );
      }
      const own = { ...payment, ...who, paymentId, metadata };
      await this.#news({ of: "payment", fact: own, buyer: who.whopUserId });
      for (const fact of refunds)
        await this.#news({
          of: "refund",
          fact: { ...fact, paymentId, refundId: `${fact.refundId}${paymentId}` },
          buyer: who.whopUserId,
        });
      for (const fact of disputes)
        await this.#news({
          of: "dispute",
          fact: { ...fact, paymentId, disputeId: `d_${paymentId}` },
          buyer: who.whopUserId,
        });
    }
  }

  async #news(fact: Fact): Promise<void> {
    const text = textOf(fact);
    if (this.#told.some((known) => textOf(known) === text)) return;
    this.#told.push(fact);
    await this.#tell(fact);
  }

  async #tell(told: Fact): Promise<void> {
    const { system } = this.scene;
    if (told.of === "payment") {
      await recordPayment(system, told.fact);
      await this.#setFee(told.fact);
    } else if (told.of === "refund") await recordRefund(system, told.fact);
    else await recordDispute(system, told.fact);
    await settle(system, told.buyer);
  }

  async #setFee(payment: PaymentFact): Promise<void> {
    const fee: unknown = Reflect.get(payment, "whopAffiliateMinor");
    const { companyId, system } = this.scene;
    await transact(system, (tx) =>
      tx
        .update(payments)
        .set({ whopAffiliateMinor: typeof fee === "bigint" ? fee : 0n })
        .where(and(eq(payments.companyId, companyId), eq(payments.paymentId, payment.paymentId))),
    );
  }

  /** By hand and at once; where nothing is owed, or less than nothing, there is nothing to pay. */
  async #payOut(): Promise<void> {
    const owner = this.#owner;
    const payout = await unlessConflict(createPayout(owner, { method: "csv" }));
    if (payout === null) return;
    const { id } = payout;
    if ((await unlessConflict(approvePayout(owner, { id }))) === null) {
      await cancelPayout(owner, { id });
      return;
    }
    await startPayout(owner, { id });
    const { jobs } = this.services;
    for (const job of jobs.named("ready-payout"))
      await runJob(this.scene.system, "ready-payout", job.payload);
    jobs.sent.length = 0;
    await unlessConflict(markPaid(owner, { id, reference: "by hand" }));
  }

  /** Both in one form. */
  async standing() {
    const { system, member } = this.scene;
    const [rows, book] = await Promise.all([commissionsIn(system), bookOf(system, member.id)]);
    const ids = new Map([...this.#paymentIds].map(([ours, theirs]) => [theirs, ours]));
    const sources = new Map((await this.#sourceIds()).map(({ id, sourceId }) => [id, ids.get(sourceId)]));
    return {
      stored: {
        rows: rows.map((row) => shown(row, sources.get(row.conversionId) ?? "")).sort(),
        book: nonZero(book),
      },
      expected: {
        rows: this.model.rows.map((row) => shown(row, row.conversionId)).sort(),
        book: nonZero(
          Object.fromEntries(
            this.model.standOf().map(({ kind, unit, amount }) => [`${kind} ${unit}`, amount]),
          ),
        ),
      },
      books: await checkBooks(system),
      again: await settleCommissions(system, { affiliateId: this.scene.affiliateId }),
    };
  }

  async #sourceIds() {
    const { companyId, system } = this.scene;
    return transact(system, (tx) =>
      tx
        .select({ id: referralConversions.id, sourceId: referralConversions.sourceId })
        .from(referralConversions)
        .where(eq(referralConversions.companyId, companyId)),
    );
  }
}

async function unlessConflict<T>(doing: Promise<T>): Promise<T | null> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict") return null;
    throw error;
  }
}

type Row = {
  status: string;
  heldBy: string | null;
  earnedMinor: bigint;
  reversedMinor: bigint;
  paidMinor: bigint;
  tier: number;
};

function shown({ status, heldBy, earnedMinor, reversedMinor, paidMinor, tier }: Row, name: string): string {
  return [name, status, heldBy, earnedMinor, reversedMinor, paidMinor, tier].join(" ");
}

function nonZero(book: Record<string, bigint>): Record<string, bigint> {
  return Object.fromEntries(
    Object.entries(book)
      .filter(([, balance]) => balance !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function textOf(fact: Fact): string {
  return JSON.stringify(fact, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}
