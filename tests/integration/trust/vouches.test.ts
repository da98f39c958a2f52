import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { trustScores, vouches } from "#db/schema/index.ts";
import { dayMs, secondMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { updatePreferences } from "#lib/members/index.ts";
import {
  findMembersToVouchFor,
  getTrust,
  listVouches,
  refreshTrust,
  updateVouchRules,
  vouch,
  withdrawVouch,
} from "#lib/trust/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, type TestMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";
import { addReferrals } from "#tests/support/rewards.ts";

let stage: ReferralStage;
let system: Ctx;
let people: TestMember[];
let team: TestMember;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  stage.services.clock.set(testNow);
  ({ system } = await makeCompany(stage.services));
  people = [];
  for (let nth = 0; nth < 6; nth += 1) people.push(await makeMember(system));
  team = await makeMember(system);
});

function member(nth: number): TestMember {
  const found = people[nth];
  if (!found) throw new Error("there are only so many members");
  return found;
}
const as = (nth: number) => asMember(stage.services, system.companyId, member(nth));
const owner = () => asOwner(stage.services, system.companyId, team);
const later = (ms: number) => stage.services.clock.set(new Date(testNow.getTime() + ms));

async function standing() {
  return transact(system, (tx) => tx.select().from(vouches).where(eq(vouches.companyId, system.companyId)));
}

describe("a member's vouches", () => {
  it("are limited to one of the first kind and three of the second", async () => {
    await updateVouchRules(owner(), { cooldownDays: 0 });
    await vouch(as(0), { userId: member(1).id, kind: "primary" });
    await expect(vouch(as(0), { userId: member(2).id, kind: "primary" })).rejects.toMatchObject({
      code: "conflict",
    });
    for (const nth of [2, 3, 4]) await vouch(as(0), { userId: member(nth).id, kind: "secondary" });
    await expect(vouch(as(0), { userId: member(5).id, kind: "secondary" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await standing()).toHaveLength(4);
  });

  it("stay within the limit when two are given at once", async () => {
    await updateVouchRules(owner(), { cooldownDays: 0 });
    for (let round = 0; round < 3; round += 1) {
      const told = await Promise.allSettled(
        [1, 2, 3, 4].map((nth) => vouch(as(0), { userId: member(nth).id, kind: "primary" })),
      );
      expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(round === 0 ? 1 : 0);
    }
    expect(await standing()).toHaveLength(1);
  });

  it("come one after the other, after the cooldown to the second", async () => {
    await vouch(as(0), { userId: member(1).id, kind: "primary" });
    later(7 * dayMs - secondMs);
    const second = () => vouch(as(0), { userId: member(2).id, kind: "secondary" });
    await expect(second()).rejects.toMatchObject({ code: "conflict" });
    later(7 * dayMs);
    await second();
  });

  it("can be taken back, and given again to the same member only after the days for it", async () => {
    const { id } = await vouch(as(0), { userId: member(1).id, kind: "primary" });
    later(10 * dayMs);
    await expect(withdrawVouch(as(2), { id })).rejects.toMatchObject({ code: "not_found" });
    await withdrawVouch(as(0), { id });
    await expect(withdrawVouch(as(0), { id })).rejects.toMatchObject({ code: "conflict" });
    const again = () => vouch(as(0), { userId: member(1).id, kind: "primary" });
    later(40 * dayMs - secondMs);
    await expect(again()).rejects.toMatchObject({ code: "conflict" });
    later(40 * dayMs);
    await again();
  });

  it("are nobody's for themselves, nor twice for one, nor for somebody of another community", async () => {
    const other = await makeCompany(stage.services);
    const stranger = await makeMember(other.system);
    await expect(vouch(as(0), { userId: member(0).id, kind: "primary" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(vouch(as(0), { userId: stranger.id, kind: "primary" })).rejects.toMatchObject({
      code: "not_found",
    });
    const { id } = await vouch(as(0), { userId: member(1).id, kind: "primary" });
    later(8 * dayMs);
    await expect(vouch(as(0), { userId: member(1).id, kind: "secondary" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      withdrawVouch(asMember(stage.services, other.companyId, stranger), { id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the community's vouches", () => {
  it("are the team's to give, two for a member, also at once", async () => {
    await expect(vouch(as(0), { userId: member(1).id, kind: "community" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(vouch(owner(), { userId: member(1).id, kind: "primary" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const colleagues = [team, await makeMember(system), await makeMember(system), await makeMember(system)];
    const told = await Promise.allSettled(
      colleagues.map((one) =>
        vouch(asOwner(stage.services, system.companyId, one), { userId: member(1).id, kind: "community" }),
      ),
    );
    expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });

  it("are given by the rule once it is met, and taken back when it no longer is", async () => {
    await addReferrals(system, member(0).id, 3);
    later(60 * dayMs);
    await updateVouchRules(owner(), { autoVouchCriteria: { stayed: 3, memberDays: 30 } });
    const refresh = () => refreshTrust(system, { userIds: [member(0).id, member(1).id] });
    await Promise.all([refresh(), refresh(), refresh()]);
    const { vouches: given } = await getTrust(as(0));
    expect(given).toMatchObject([{ kind: "community", isAutomatic: true, name: null }]);
    await updateVouchRules(owner(), { autoVouchCriteria: { stayed: 4, memberDays: 30 } });
    await refresh();
    expect((await getTrust(as(0))).vouches).toEqual([]);
  });
});

it("shows a number to the team alone, and says what it is made of", async () => {
  await vouch(as(1), { userId: member(0).id, kind: "primary" });
  const own = await getTrust(as(0));
  expect(own).toMatchObject({ level: "new", score: null, parts: null });
  expect(own.vouches).toMatchObject([{ kind: "primary", name: member(1).name }]);
  await expect(getTrust(as(1), { userId: member(0).id })).rejects.toMatchObject({ code: "forbidden" });
  const told = await getTrust(owner(), { userId: member(0).id });
  expect(told.score).toBe(39);
  expect(told.parts?.reduce((sum, { points }) => sum + points, 0)).toBe(39);
  await refreshTrust(system, { userIds: [member(0).id] });
  const [stored] = await transact(system, (tx) =>
    tx
      .select()
      .from(trustScores)
      .where(and(eq(trustScores.companyId, system.companyId), eq(trustScores.userId, member(0).id))),
  );
  expect(stored).toMatchObject({ score: 39, parts: told.parts });
});

it("finds other members by name who are not vouched for yet", async () => {
  const found = await findMembersToVouchFor(as(0), { search: member(1).name });
  expect(found.map(({ userId }) => userId)).toContain(member(1).id);
  await vouch(as(0), { userId: member(1).id, kind: "primary" });
  const again = await findMembersToVouchFor(as(0), { search: member(1).name });
  expect(again.map(({ userId }) => userId)).not.toContain(member(1).id);
  expect((await listVouches(as(0))).given).toMatchObject([{ name: member(1).name }]);
});

describe("a member who is not seen by their name", () => {
  it.each(["first_name", "hidden"] as const)(
    "cannot be vouched for by members, but by the team: %s",
    async (visibility) => {
      await updatePreferences(as(1), { visibility });
      await expect(vouch(as(0), { userId: member(1).id, kind: "primary" })).rejects.toMatchObject({
        code: "not_found",
      });
      await vouch(owner(), { userId: member(1).id, kind: "community" });
      expect(await standing()).toHaveLength(1);
    },
  );

  it("is shown in vouches as they are to be seen, and to the team by their name", async () => {
    const ana = await makeMember(system, { name: "Ana Silva", avatarUrl: "https://images.test/ana.png" });
    const asAna = asMember(stage.services, system.companyId, ana);
    await vouch(as(0), { userId: ana.id, kind: "primary" });
    await vouch(asAna, { userId: member(0).id, kind: "primary" });
    const seenByOther = async () => {
      const { given, received } = await listVouches(as(0));
      return [...given, ...received, ...(await getTrust(as(0))).vouches].map(({ name }) => name);
    };
    expect(await seenByOther()).toEqual(["Ana Silva", "Ana Silva", "Ana Silva"]);
    await updatePreferences(asAna, { visibility: "first_name" });
    expect(await seenByOther()).toEqual(["Ana", "Ana", "Ana"]);
    for (const choice of [{ visibility: "hidden" }, { visibility: "alias", alias: "Fox" }] as const) {
      await updatePreferences(asAna, choice);
      expect(await seenByOther()).toEqual([null, null, null]);
      expect((await listVouches(as(0))).given).toMatchObject([{ avatarUrl: null }]);
    }
    const { given, received } = await listVouches(owner(), { userId: member(0).id });
    expect([...given, ...received].map(({ name }) => name)).toEqual(["Ana Silva", "Ana Silva"]);
    expect((await listVouches(asAna)).given).toMatchObject([{ name: member(0).name }]);
  });
});

it("keeps weights that make a whole", async () => {
  await expect(updateVouchRules(owner(), { primaryWeight: 50 })).rejects.toMatchObject({
    code: "invalid_input",
    details: { fields: { communityWeight: expect.anything() } },
  });
  await expect(updateVouchRules(as(0), { cooldownDays: 1 })).rejects.toMatchObject({ code: "forbidden" });
});
