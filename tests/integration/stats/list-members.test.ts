import { afterAll, beforeAll, expect, test } from "vitest";
import { dayMs } from "#lib/core/clock.ts";
import { carryOutErasure } from "#lib/privacy/index.ts";
import { listMembers, type MemberPage } from "#lib/stats/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, type TestMember } from "#tests/support/factories.ts";
import { makePayouts, openPayoutStage, type PayoutStage, sellFor } from "#tests/support/payout-stage.ts";
import { drainJobs } from "#tests/support/referral-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

const joinedDaysAgo = (days: number) => new Date(testNow.getTime() - days * dayMs);

/** A community whose team sees some members, who joined when they are said to have. */
async function makeCommunity(...joins: (Date | null)[]) {
  const { system, companyId } = await makeCompany(stage.services);
  const members: TestMember[] = [];
  for (const joinedAt of joins) members.push(await makeMember(system, { joinedAt }));
  const owner = asOwner(stage.services, companyId, {
    id: members[0]?.id ?? "",
    whopUserId: members[0]?.whopUserId ?? "",
    name: "Team",
  });
  return { system, owner, members };
}

test("members are listed once each, those who joined last first, page after page", async () => {
  const same = joinedDaysAgo(3);
  const { owner, members } = await makeCommunity(
    null,
    same,
    same,
    same,
    joinedDaysAgo(1),
    null,
    joinedDaysAgo(9),
  );
  const whole = (await listMembers(owner)).members;
  expect(whole.map(({ userId }) => userId).toSorted()).toEqual(members.map(({ id }) => id).toSorted());
  const joins = whole.map(({ joinedAt }) => joinedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  expect(joins).toEqual(joins.toSorted((a, b) => b - a));
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page: MemberPage = await listMembers(owner, { limit: 2, cursor });
    paged.push(...page.members.map(({ userId }) => userId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(paged).toEqual(whole.map(({ userId }) => userId));
});

test("a member is listed with what they brought and earned, in each currency by itself", async () => {
  const at = await makePayouts(stage);
  await sellFor(at.system, at, 2_000n);
  await sellFor(at.system, at, 3_000n, "EUR");
  await drainJobs(stage.services, ["refresh-member-stats"]);
  const found = (await listMembers(at.owner)).members.find(({ userId }) => userId === at.member.id);
  expect(found?.earned.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([
    { currency: "EUR", amount: "15.00" },
    { currency: "USD", amount: "10.00" },
  ]);
});

test("members are found by a part of their name in their own community, by the team alone", async () => {
  const [at, elsewhere] = [await makeCommunity(null), await makeCommunity(null)];
  const { id } = await makeMember(at.system, { name: "Zoë 100%_Quark" });
  const other = await makeMember(elsewhere.system, { name: "Zoë 100%_Quark" });
  expect((await listMembers(at.owner, { search: "0%_qu" })).members).toMatchObject([{ userId: id }]);
  expect((await listMembers(at.owner, { search: "0__qu" })).members).toEqual([]);
  await expect(listMembers(at.owner, { cursor: other.id })).rejects.toMatchObject({ code: "not_found" });
  const member = asMember(stage.services, at.system.companyId, { id, whopUserId: "user_zoe", name: "Zoë" });
  await expect(listMembers(member, { search: "Zo" })).rejects.toMatchObject({ code: "forbidden" });
});

test("who was erased is listed and found no more", async () => {
  const { owner, system, members } = await makeCommunity(null, joinedDaysAgo(1));
  const gone = members[1]?.id ?? "";
  await carryOutErasure(system, { userId: gone, giveUpEarnings: false });
  expect((await listMembers(owner)).members.map(({ userId }) => userId)).not.toContain(gone);
  expect((await listMembers(owner, { search: "erased" })).members).toEqual([]);
});
