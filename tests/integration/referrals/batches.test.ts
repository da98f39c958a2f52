import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { referralCodeOptions } from "#db/schema/index.ts";
import { minuteMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { recordMemberships, recordPayments, recordRefunds } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { createReward } from "#lib/rewards/index.ts";
import { runJobs } from "#lib/workflows/index.ts";
import { endOfCommunity } from "#tests/support/arrivals.ts";
import { testNow } from "#tests/support/context.ts";
import {
  asOwner,
  makeCompany,
  makeLink,
  makeMember,
  type TestMember,
  unique,
} from "#tests/support/factories.ts";
import { membershipFact, paymentFact, refundFact } from "#tests/support/facts.ts";
import {
  drainJobs,
  openReferralStage,
  type ReferralStage,
  recordClicks,
  settle,
} from "#tests/support/referral-stage.ts";
import { redemptionsIn, weekFree } from "#tests/support/rewards.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

const at = (minutes: number) => new Date(testNow.getTime() - 300 * minuteMs + minutes * minuteMs);
const swiftJobs = ["settle-referral", "evaluate-rewards", "refresh-member-stats"] as const;

/** Two of them have a link each; the second one's may have a limit. */
const people = 8;
const purchase = fc.record({
  by: fc.nat(people - 1),
  through: fc.constantFrom(0, 1, 1, null),
  minute: fc.nat(60),
  /** Few, so that people share them. */
  instrument: fc.nat(4),
  end: fc.constantFrom("stands" as const, "stands" as const, "refunded" as const, "unpaid" as const),
});
const stories = fc.record({
  purchases: fc.array(purchase, { minLength: 3, maxLength: 12 }),
  maxUses: fc.constantFrom(null, 1, 2),
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;
type Purchase = typeof purchase extends fc.Arbitrary<infer T> ? T : never;

/** The same people with the same purchases, under the same ids of Whop, in a community of their own. */
async function openCommunity({ purchases, maxUses }: Story, ids: readonly string[]) {
  const { services } = stage;
  const { companyId, system } = await makeCompany(services);
  const owner = await makeMember(system, { whopUserId: "user_owner" });
  const reward = await createReward(
    asOwner(services, companyId, owner),
    weekFree({ threshold: 2, holdDays: 14 }),
  );
  const members: TestMember[] = [];
  for (const whopUserId of ids) members.push(await makeMember(system, { whopUserId, joinedAt: at(0) }));
  const links: { id: string; code: string }[] = [];
  for (const member of members.slice(0, 2)) links.push(await makeLink(system, member.id));
  const [, limited] = links;
  await transact(system, (tx) =>
    tx.insert(referralCodeOptions).values({
      companyId,
      codeId: String(limited?.id),
      userId: String(members[1]?.id),
      maxUses,
    }),
  );
  await transact(system, async (_tx, ctx) => {
    for (const [nth, bought] of purchases.entries()) {
      const link = bought.through === null ? undefined : links[bought.through];
      const boughtAt = at(bought.minute);
      if (link)
        await recordClicks(ctx, [
          { codeId: link.id, at: boughtAt, visitor: BigInt(nth), network: BigInt(nth) },
        ]);
      const shared = {
        whopUserId: String(ids[bought.by]),
        membershipId: `mem_${nth}`,
        whopCreatedAt: boughtAt,
        metadata: link ? referenceOf(system.secrets, companyId, link.id) : {},
      };
      await recordMemberships(ctx, [membershipFact(shared)]);
      if (bought.end === "unpaid") continue;
      const paymentId = `pay_${nth}`;
      const payment = paymentFact({ ...shared, paymentId, instrumentKey: `by-id:${bought.instrument}` });
      await recordPayments(ctx, [payment]);
      const refund = refundFact({ refundId: `rf_${nth}`, paymentId, whopCreatedAt: at(90) });
      if (bought.end === "refunded") await recordRefunds(ctx, [refund]);
    }
  });
  const names = new Map<string, string>([
    [companyId, "the company"],
    [reward.id, "the reward"],
    [owner.id, "the owner"],
    ...members.map(({ id }, nth): [string, string] => [id, `person ${nth}`]),
    ...links.map(({ id }, nth): [string, string] => [id, `link ${nth}`]),
    ...links.map(({ code }, nth): [string, string] => [code, `code ${nth}`]),
  ]);
  return { companyId, system, ids, names, members };
}

type Community = Awaited<ReturnType<typeof openCommunity>>;

const payloads = ({ companyId }: Community, ids: readonly string[]) =>
  ids.map((whopUserId) => ({ companyId, whopUserId }));

it("people settled together end as they would have one by one, in any order", async () => {
  const { services } = stage;
  await fc.assert(
    fc.asyncProperty(
      stories,
      fc.shuffledSubarray([...Array(people).keys()], { minLength: people }),
      fc.integer({ min: 2, max: people }),
      async (story, order, size) => {
        const ids = Array.from({ length: people }, () => unique("user_"));
        const shuffled = order.map((nth) => String(ids[nth]));
        const [together, inParts, alone] = [
          await openCommunity(story, ids),
          await openCommunity(story, ids),
          await openCommunity(story, ids),
        ];
        await runJobs(together.system, "settle-referral", payloads(together, shuffled));
        for (let from = 0; from < people; from += size) {
          const part = payloads(inParts, shuffled.slice(from, from + size));
          await runJobs(inParts.system, "settle-referral", part);
        }
        for (const id of shuffled) await settle(alone.system, id);
        // Who is looked at again is, before rewards are given for what was there on the way.
        await drainJobs(services, ["settle-referral"]);
        await drainJobs(services, swiftJobs);
        const expected = await endOfCommunity(alone);
        expect(await endOfCommunity(together)).toEqual(expected);
        expect(await endOfCommunity(inParts)).toEqual(expected);
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
});

it("members whose rewards are settled together have what each would have had alone, and no more the second time", async () => {
  const purchases = Array.from({ length: 6 }, (_, nth): Purchase => {
    return {
      by: nth + 2,
      through: nth % 2 === 0 ? 0 : 1,
      minute: nth,
      instrument: nth,
      end: "stands",
    };
  });
  const ids = Array.from({ length: people }, () => unique("user_"));
  const community = await openCommunity({ purchases, maxUses: null }, ids);
  await runJobs(community.system, "settle-referral", payloads(community, ids));
  await drainJobs(stage.services, ["settle-referral"]);
  stage.services.jobs.sent.length = 0;
  const [first, second] = community.members;
  const { companyId } = community;
  const both = [first, second].map((member) => ({ companyId, userId: String(member?.id) }));
  await Promise.all([
    runJobs(community.system, "evaluate-rewards", both),
    runJobs(community.system, "evaluate-rewards", both.toReversed()),
  ]);
  const earned = await redemptionsIn(community.system);
  expect(earned.map(({ userId }) => userId).sort()).toEqual([first?.id, second?.id].sort());
  expect(earned).toMatchObject([
    { status: "pending", holdsStock: true, earnedCount: expect.any(Number) },
    { status: "pending", holdsStock: true },
  ]);
});
