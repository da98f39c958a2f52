import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  getAffiliate,
  getCommission,
  getMyAffiliation,
  listCommissions,
  settleCommissions,
  suspendAffiliate,
} from "#lib/affiliates/index.ts";
import { type AffiliateScene, daysAfter, makeAffiliateScene, sell } from "#tests/support/affiliate-stage.ts";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { asMember, asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

const start = new Date("2026-09-01T09:00:00.000Z");

describe("the list of commissions", () => {
  const sellThree = async (): Promise<AffiliateScene> => {
    const scene = await makeAffiliateScene(stage.services, start);
    for (const day of [1, 2, 3]) await sell(scene, { at: daysAfter(start, day), totalMinor: 10_000n });
    return scene;
  };

  test("is filtered, and read page by page, newest sales first", async () => {
    const scene = await sellThree();
    const owner = asOwner(stage.services, scene.companyId, await makeMember(scene.system));
    const times = async (input: Parameters<typeof listCommissions>[1]) =>
      (await listCommissions(owner, input)).commissions.map(({ occurredAt }) => occurredAt);
    const [one, two, three] = [1, 2, 3].map((day) => daysAfter(start, day));
    expect(await times({})).toEqual([three, two, one]);
    expect(await times({ since: two?.toISOString(), until: three?.toISOString() })).toEqual([two]);
    expect(await times({ currency: "EUR" })).toEqual([]);
    expect(await times({ status: "approved" })).toEqual([]);
    expect(await times({ affiliateId: scene.affiliateId })).toHaveLength(3);
    const first = await listCommissions(owner, { limit: 2 });
    const second = await listCommissions(owner, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.commissions.map(({ occurredAt }) => occurredAt)).toEqual([one]);
    expect(second.nextCursor).toBeNull();
  });

  test("shows members their own and nobody else's, nor anything of another community", async () => {
    const scene = await sellThree();
    const mine = asMember(stage.services, scene.companyId, scene.member);
    expect((await listCommissions(mine)).commissions).toHaveLength(3);
    const [commission] = (await listCommissions(mine)).commissions;
    const stranger = asMember(stage.services, scene.companyId, await makeMember(scene.system));
    expect((await listCommissions(stranger)).commissions).toEqual([]);
    await expect(listCommissions(stranger, { affiliateId: scene.affiliateId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const elsewhere = (await makeCompany(stage.services)).system;
    for (const ctx of [stranger, elsewhere])
      await expect(getCommission(ctx, { id: commission?.id ?? "" })).rejects.toMatchObject({
        code: "not_found",
      });
    expect((await listCommissions(elsewhere)).commissions).toEqual([]);
    await expect(settleCommissions(mine, { affiliateId: scene.affiliateId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(settleCommissions(elsewhere, { affiliateId: scene.affiliateId })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("opens a commission with its workings and the entries behind it", async () => {
    const scene = await sellThree();
    const mine = asMember(stage.services, scene.companyId, scene.member);
    const [{ id } = { id: "" }] = (await listCommissions(mine)).commissions;
    const commission = await getCommission(mine, { id });
    expect(commission).toMatchObject({ earned: "30.00", kept: "30.00", owed: "0.00", currency: "USD" });
    expect(commission.workings.map(({ code }) => code)).toEqual(["base", "rate", "hold"]);
    expect(commission.workings[1]).toEqual({
      code: "rate",
      from: "plan",
      bps: 3_000,
      tier: 0,
      minor: "30.00",
    });
    expect(commission.entries.map(({ kind, amount, rule }) => [kind, amount, rule]).sort()).toEqual([
      ["commission_expense", "-30.00", "Partners"],
      ["commission_pending", "30.00", "Partners"],
    ]);
  });

  test("adds up, by currency, to what the affiliate's page says", async () => {
    const scene = await sellThree();
    const mine = asMember(stage.services, scene.companyId, scene.member);
    stage.services.clock.set(daysAfter(start, 16));
    await settleCommissions(scene.system, { affiliateId: scene.affiliateId });
    const expected = [
      {
        currency: "USD",
        sales: 3,
        earned: "90.00",
        reversed: "0.00",
        pending: "30.00",
        held: "0.00",
        owed: "60.00",
        paid: "0.00",
      },
    ];
    expect((await getMyAffiliation(mine)).totals).toEqual(expected);
    expect((await getAffiliate(scene.system, { id: scene.affiliateId })).totals).toEqual(expected);
    await suspendAffiliate(scene.system, { id: scene.affiliateId, reason: "A pause" });
    await settleCommissions(scene.system, { affiliateId: scene.affiliateId });
    expect((await getMyAffiliation(mine)).totals).toEqual(expected);
  });
});
