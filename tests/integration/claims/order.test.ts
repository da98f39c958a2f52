import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { referralClaims, referralConversions } from "#db/schema/index.ts";
import { approveClaim, revokeClaim } from "#lib/claims/index.ts";
import { updateRules } from "#lib/companies/index.ts";
import { hourMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { recordMembership, recordPayment, recordRefund } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { isElsewhere } from "#lib/referrals/index.ts";
import { createReward } from "#lib/rewards/index.ts";
import { type ClaimCommunity, claimAbout, daysAgo, openClaimCommunity } from "#tests/support/claim-stage.ts";
import { makeMember, unique } from "#tests/support/factories.ts";
import { membershipFact, paymentFact, refundFact } from "#tests/support/facts.ts";
import {
  decisionsAbout,
  drainJobs,
  numbersIn,
  openReferralStage,
  plain,
  type ReferralStage,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";
import { redemptionsIn, weekFree } from "#tests/support/rewards.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

const jobs = ["settle-referral", "evaluate-rewards", "refresh-member-stats", "refresh-trust"] as const;

type Bought = { hour: number; through: "own" | "other" | "nothing"; refunded: boolean; paid: boolean };
type Setting = {
  purchases: Bought[];
  /** In hours after the first purchases may begin. */
  filedAt: number;
  touch: "first" | "last";
  creditExistingCustomers: boolean;
};

/** All that comes of a person: what Whop tells of each purchase, and the team's yes to a claim. */
type Event = (ctx: Ctx) => Promise<unknown>;

async function live(setting: Setting, order: (events: Event[]) => (Event | "settle")[]): Promise<string[]> {
  const here = await openClaimCommunity(stage);
  const { system, team, claimer, other, ownLink, otherLink } = here;
  const { touch, creditExistingCustomers } = setting;
  await updateRules(team, { touch, creditExistingCustomers });
  const reward = await createReward(team, weekFree({ holdDays: 14 }));
  const buyer = await makeMember(system, { joinedAt: null, email: null });
  const names: Record<string, string> = {
    [reward.id]: "the reward",
    [claimer.id]: "the claimer",
    [other.id]: "the other",
    [ownLink.id]: "the claimer's link",
    [ownLink.code]: "the claimer's code",
    [otherLink.id]: "the other's link",
    [otherLink.code]: "the other's code",
    [buyer.id]: "the buyer",
    [buyer.whopUserId]: "the buyer at Whop",
  };
  const at = (hours: number) => new Date(daysAgo(40).getTime() + hours * hourMs);
  const events = setting.purchases.flatMap((bought, nth): Event[] => {
    const [membershipId, paymentId, refundId] = [unique("mem_"), unique("pay_"), unique("rf_")];
    Object.assign(names, { [membershipId]: `membership ${nth}`, [paymentId]: `payment ${nth}` });
    const codeId = { own: ownLink.id, other: otherLink.id, nothing: null }[bought.through];
    const metadata = codeId === null ? {} : referenceOf(system.secrets, system.companyId, codeId);
    const common = { whopUserId: buyer.whopUserId, membershipId, whopCreatedAt: at(bought.hour), metadata };
    return [
      (ctx) => recordMembership(ctx, membershipFact(common)),
      ...(bought.paid
        ? [(ctx: Ctx) => recordPayment(ctx, paymentFact({ ...common, paymentId, totalMinor: 2900n }))]
        : []),
      ...(bought.paid && bought.refunded
        ? [
            (ctx: Ctx) =>
              recordRefund(
                ctx,
                refundFact({ refundId, paymentId, amountMinor: 2900n, whopCreatedAt: at(bought.hour + 5) }),
              ),
          ]
        : []),
    ];
  });
  const claimId = newId(at(setting.filedAt));
  names[claimId] = "the claim";
  events.push((ctx) => approved(ctx, claimId, claimer.id, buyer.id, at(setting.filedAt)));
  for (const event of order(events))
    await (event === "settle"
      ? settle(system, buyer.whopUserId)
      : transact(system, (_tx, ctx) => event(ctx)));
  await settle(system, buyer.whopUserId);
  await drainJobs(here.services, jobs);
  return endOf(system, buyer.id, names);
}

/**
 * The credit, what it is worth and all that follows from it. Rows through which the credit passed on its way stay as
 * history, and are worth nothing.
 */
async function endOf(
  system: Ctx,
  buyerId: string,
  names: Readonly<Record<string, string>>,
): Promise<string[]> {
  const rows = (await referralsIn(system)).filter((row) => !isElsewhere(row));
  const ids = new Set<string>(rows.map(({ id }) => id));
  const conversions = await transact(system, (tx) =>
    tx.select().from(referralConversions).where(eq(referralConversions.companyId, system.companyId)),
  );
  const last = (await decisionsAbout(system, buyerId)).at(-1);
  const owed = (await redemptionsIn(system)).filter(({ status }) => status !== "cancelled");
  const end = [
    ...plain(rows),
    ...plain(conversions.filter(({ referralId }) => ids.has(referralId))),
    ...plain(last ? [last] : []),
    ...plain(owed),
    JSON.stringify(await numbersIn(system)),
  ];
  const named = Object.entries({ ...names, [system.companyId]: "the company" });
  return end.map((text) => named.reduce((all, [id, name]) => all.replaceAll(id, name), text)).sort();
}

/** As the team's yes leaves it; whether it could be given is asked before, by what was known then. */
async function approved(ctx: Ctx, id: string, claimerId: string, referredId: string, filedAt: Date) {
  const { companyId } = ctx;
  const decided = { status: "approved", approvedAt: filedAt, decidedAt: filedAt } as const;
  await transact(ctx, (tx) =>
    tx.insert(referralClaims).values({
      companyId,
      id,
      claimerId,
      referredId,
      toldOn: "2026-10-01",
      filedAt,
      ...decided,
    }),
  );
}

it("whatever comes first, a claim or what Whop tells, the credit and all that follows end the same", async () => {
  const bought = fc.record({
    hour: fc.integer({ min: 0, max: 24 * 35 }),
    through: fc.constantFrom("own" as const, "other" as const, "nothing" as const, "nothing" as const),
    refunded: fc.boolean(),
    paid: fc.boolean(),
  });
  const setting = fc.record({
    purchases: fc.uniqueArray(bought, { minLength: 1, maxLength: 3, selector: ({ hour }) => hour }),
    filedAt: fc.integer({ min: 0, max: 24 * 40 }),
    touch: fc.constantFrom("first" as const, "last" as const),
    creditExistingCustomers: fc.boolean(),
  });
  const shuffle = fc.array(fc.nat(1_000), { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(setting, shuffle, async (setting, keys) => {
      const asItHappened = await live(setting, (events) => events);
      const shuffled = await live(setting, (events) =>
        events
          .map((event, nth) => ({ event, key: keys[nth] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .flatMap(({ event, key }): (Event | "settle")[] => (key % 2 === 0 ? [event, "settle"] : [event])),
      );
      expect(shuffled).toEqual(asItHappened);
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

it("an approval that is taken back leaves nothing earned by it", async () => {
  const here: ClaimCommunity = await openClaimCommunity(stage);
  await createReward(here.team, weekFree({ holdDays: 14 }));
  const buyer = await here.buyer(3);
  const { id } = await claimAbout(here.me, { userId: buyer.id });
  const earned = async () =>
    (await redemptionsIn(here.system)).filter(({ status }) => status !== "cancelled");
  await approveClaim(here.team, { id });
  await drainJobs(here.services, jobs);
  expect(await earned()).toMatchObject([{ userId: here.claimer.id, status: "pending" }]);
  await revokeClaim(here.team, { id, reason: "They say otherwise." });
  await drainJobs(here.services, jobs);
  expect(await earned()).toEqual([]);
});
