import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  changeAffiliatePlan,
  resumeAffiliate,
  settleCommissionsOf,
  suspendAffiliate,
  updateCommissionPlan,
} from "#lib/affiliates/index.ts";
import { transact } from "#lib/core/context.ts";
import { type JobName, piecesOfWork, sweepTimers } from "#lib/jobs/index.ts";
import { checkBooks, rebuildBalances } from "#lib/ledger/index.ts";
import { findMemberByWhopId } from "#lib/members/index.ts";
import { approvePayout, createPayout, markPaid, startPayout } from "#lib/payouts/index.ts";
import { runJob, runJobs } from "#lib/workflows/index.ts";
import type { TestServices } from "../context.ts";
import { day } from "../sales.ts";
import { type Community, openCommunity, termsOf } from "./community.ts";
import type { History, World } from "./history.ts";
import { daysOf, Life, type Told } from "./life.ts";
import { arrive, marksOf, paymentId } from "./news.ts";
import { accountsOf, type Period, type Promised, paidBy, type Reckoned, reckon } from "./reckoning.ts";

/** A history with what is known of it here, beside what the database was told. */
type Side = {
  life: Life;
  told: Told[];
  periods: Period[];
  paid: Map<number, bigint>;
};

/** The jobs on which the books depend, in the order in which they follow from each other. */
const booksOwn: JobName[] = ["settle-referral", "settle-commissions", "ready-payout"];

/** Lives histories side by side in one community, by the product's own verbs and jobs, and reckons after each stage. */
export class WorldPlay {
  readonly services: TestServices;
  readonly world: World;
  readonly community: Community;
  /** What each of those was recognised by who were forgotten. */
  readonly forgotten: string[][] = [];
  readonly #sides: Side[];
  readonly #plans: Promised[][];

  private constructor(
    services: TestServices,
    world: World,
    community: Community,
    histories: readonly History[],
  ) {
    this.services = services;
    this.world = world;
    this.community = community;
    this.#plans = world.deals.map((deal) => [{ since: 0, deal }]);
    this.#sides = histories.map((history) => ({
      life: new Life(history),
      told: [],
      periods: [{ since: 0, isActive: true, plan: history.plan }],
      paid: new Map(),
    }));
  }

  static async open(services: TestServices, world: World, histories: readonly History[]): Promise<WorldPlay> {
    const plans = histories.map(({ plan }) => plan);
    return new WorldPlay(services, world, await openCommunity(services, world, plans), histories);
  }

  /** Lives all of it; returns by history what differs between the database and the reckoning. */
  async live(): Promise<Map<number, string>> {
    const wrong = new Map<number, string>();
    for (const [stage, { begins, news, ends }] of daysOf(this.world).entries()) {
      this.services.clock.set(day(begins));
      await this.#decide(stage, begins);
      const heaps = this.#sides.map(({ life }) => life.live(stage, begins));
      this.services.clock.set(day(news));
      await this.#learn(heaps.map(([first]) => first));
      const paysOut = this.world.paysOut[stage] === true;
      if (paysOut || this.world.settlesBetween) await this.#work();
      const payoutId = paysOut ? await this.#draft(news) : null;
      await this.#learn(heaps.map(([, second]) => second));
      await this.#work();
      if (payoutId !== null) await markPaid(this.community.owner, { id: payoutId, reference: "by hand" });
      await this.#forget(stage);
      this.services.clock.set(day(ends));
      // What outlives its hold is released by the clock alone.
      while ((await sweepTimers(this.services, 5_000)) > 0) await this.#work();
      for (const [side, what] of await this.#differences(ends))
        wrong.set(side, `after stage ${stage}: ${what}`);
    }
    return wrong;
  }

  /** What must hold of the community's books as a whole. */
  async standing() {
    const { system, sides } = this.community;
    const { unbalanced, wrongBalances } = await checkBooks(system);
    const ids = sides.map(({ affiliateId }) => affiliateId);
    return {
      unitsThatDoNotBalance: unbalanced.length,
      wrongBalances: wrongBalances.length,
      changedByRebuilding: await rebuildBalances(system),
      changedBySettlingAgain: await settleCommissionsOf(system, ids),
    };
  }

  /** What the team changes as a stage begins. */
  async #decide(stage: number, begins: number): Promise<void> {
    const { system, planIds, sides } = this.community;
    if (stage === 1) {
      const deal = this.world.laterDeal;
      await updateCommissionPlan(system, { id: planIds[0] ?? "", terms: termsOf(deal) });
      this.#plans[0]?.push({ since: begins, deal });
    }
    await transact(system, async (_tx, ctx) => {
      for (const [nth, { life, periods }] of this.#sides.entries()) {
        const { isActive, plan } = periods.at(-1) ?? { isActive: true, plan: 0 };
        const id = sides[nth]?.affiliateId ?? "";
        const begin = (change: Partial<Period>) => periods.push({ isActive, plan, since: begins, ...change });
        const team = life.history.stages[stage]?.team;
        if (team === "suspend" && isActive) {
          await suspendAffiliate(ctx, { id, reason: "A pause" });
          begin({ isActive: false });
        } else if (team === "resume" && !isActive) {
          await resumeAffiliate(ctx, { id });
          begin({ isActive: true });
        } else if (team === "other_plan") {
          const next = (plan + 1) % planIds.length;
          await changeAffiliatePlan(ctx, { id, planId: planIds[next] ?? "" });
          begin({ plan: next });
        }
      }
    });
  }

  async #learn(heaps: readonly (readonly Told[])[]): Promise<void> {
    for (const [side, heap] of heaps.entries()) this.#sides[side]?.told.push(...heap);
    const news = heaps.map((told, side) => ({
      side,
      told,
      codeId: this.community.sides[side]?.codeId ?? "",
    }));
    await arrive(this.community.system, news);
  }

  /** Does what the queue holds of the books' work, as the worker does it: in sets, and what follows from it too. */
  async #work(): Promise<void> {
    const { system } = this.community;
    for (;;) {
      const { sent } = this.services.jobs;
      // What communities that were lived before have on the clock is none of ours.
      const jobs = sent.splice(0).filter(({ payload }) => payload.companyId === system.companyId);
      if (!jobs.some(({ name }) => booksOwn.some((kind) => kind === name))) return;
      for (const kind of booksOwn) {
        const same = jobs.filter(({ name }) => name === kind);
        for (const { payloads } of piecesOfWork(kind, same)) await runJobs(system, kind, payloads);
      }
    }
  }

  /** Drafts a payout of all that is owed and fixes it; null when nothing is owed to anybody. */
  async #draft(now: number): Promise<string | null> {
    const { owner } = this.community;
    const least = { USD: BigInt(this.world.minimumUsd) };
    let isOwed = false;
    for (const side of this.#sides) {
      for (const [sale, minor] of paidBy(this.#reckoned(side, now), now, least)) {
        side.paid.set(sale, (side.paid.get(sale) ?? 0n) + minor);
        isOwed = true;
      }
    }
    if (!isOwed) {
      await createPayout(owner, { method: "csv" }).then(
        () => Promise.reject(new Error("a payout was drafted of nothing")),
        () => undefined,
      );
      return null;
    }
    const { id } = await createPayout(owner, { method: "csv" });
    await approvePayout(owner, { id });
    await startPayout(owner, { id });
    await this.#work();
    return id;
  }

  async #forget(stage: number): Promise<void> {
    const { system } = this.community;
    const { companyId } = system;
    for (const [side, { life, told }] of this.#sides.entries()) {
      const buyer = life.history.stages[stage]?.forgets ?? null;
      if (buyer === null || !told.some((one) => "buyer" in one && one.buyer === buyer)) continue;
      const marks = marksOf(companyId, side, buyer);
      const member = await findMemberByWhopId(system, { whopUserId: marks.whopUserId });
      if (!member) throw new Error("a buyer is not known");
      await runJob(system, "erase-member", { companyId, userId: member.id, giveUpEarnings: true });
      this.forgotten.push(Object.values(marks));
    }
  }

  #reckoned({ told, periods, paid }: Side, now: number): Reckoned[] {
    const { holdDays } = this.world;
    return reckon({ told, periods, plans: this.#plans, holdDays, paid, now, dateOf: day });
  }

  async #differences(now: number): Promise<Map<number, string>> {
    const { commissions, balances } = await this.#stored();
    const rows = Map.groupBy(commissions, ({ affiliateId }) => affiliateId);
    const books = Map.groupBy(balances, ({ holderId }) => holderId);
    const differences = new Map<number, string>();
    for (const [nth, side] of this.#sides.entries()) {
      const ids = this.community.sides[nth];
      const stored = [
        ...(rows.get(ids?.affiliateId ?? "") ?? []).map((row) => row.shown),
        ...(books.get(ids?.userId ?? "") ?? []).map((row) => row.shown),
      ];
      const reckoned = this.#reckoned(side, now);
      const expected = [
        ...reckoned.map(
          ({ sale, currency, status, earned, reversed, paid }) =>
            `${paymentId(nth, sale)} ${currency} ${status} ${earned} ${reversed} ${paid}`,
        ),
        ...[...accountsOf(reckoned)].map(([account, balance]) => `${account} ${balance}`),
      ];
      const [is, should] = [stored.sort().join("; "), expected.sort().join("; ")];
      if (is !== should) differences.set(nth, `stored is [${is}] and reckoned [${should}]`);
    }
    return differences;
  }

  /** Of all histories, in two queries; what a sale and an account are called is one text of each. */
  async #stored() {
    const Shown = z.object({
      affiliateId: z.string().optional(),
      holderId: z.string().optional(),
      shown: z.string(),
    });
    const { system } = this.community;
    return transact(system, async (tx) => {
      const commissions = await tx.execute(sql`
        SELECT c.affiliate_id AS "affiliateId",
               concat_ws(' ', v.source_id, c.currency, c.status, c.earned_minor, c.reversed_minor, c.paid_minor) AS shown
          FROM affiliate_commissions c
          JOIN referral_conversions v ON v.company_id = c.company_id AND v.id = c.conversion_id
         WHERE c.company_id = ${system.companyId}`);
      const balances = await tx.execute(sql`
        SELECT a.holder_id AS "holderId", concat_ws(' ', a.kind, a.unit, b.balance) AS shown
          FROM ledger_accounts a JOIN ledger_balances b ON b.company_id = a.company_id AND b.account_id = a.id
         WHERE a.company_id = ${system.companyId} AND b.balance <> 0`);
      return {
        commissions: z.array(Shown).parse([...commissions]),
        balances: z.array(Shown).parse([...balances]),
      };
    });
  }
}
