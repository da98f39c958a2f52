import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plans, products } from "#db/schema/index.ts";
import { listActivity } from "#lib/audit/index.ts";
import {
  currentRules,
  getSettings,
  readRulesInForce,
  updateRules,
  updateSettings,
} from "#lib/companies/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { asMember, asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";

let database: TestDatabase;
let services: TestServices;
let owner: Ctx;
let member: Ctx;
let stranger: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl, { max: 8 });
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});
beforeEach(async () => {
  const ours = await makeCompany(services);
  const theirs = await makeCompany(services);
  owner = asOwner(services, ours.companyId, await makeMember(ours.system));
  member = asMember(services, ours.companyId, await makeMember(ours.system));
  stranger = asOwner(services, theirs.companyId, await makeMember(theirs.system));
});

const actions = async (ctx: Ctx) => (await listActivity(ctx)).entries.map(({ action }) => action);

async function addPlan(ctx: Ctx): Promise<string> {
  const [productId, planId] = [unique("prod_"), unique("plan_")];
  const { companyId } = ctx;
  const refreshedAt = services.clock.now();
  await transact(ctx, async (tx) => {
    await tx.insert(products).values({ companyId, productId, title: "Access", refreshedAt });
    await tx.insert(plans).values({
      companyId,
      planId,
      productId,
      planType: "renewal",
      initialPriceMinor: 0n,
      renewalPriceMinor: 2900n,
      currency: "USD",
      isVisible: true,
      refreshedAt,
    });
  });
  return planId;
}

describe("settings", () => {
  test("that are changed keep the rest, and who changed what is written down", async () => {
    const before = await getSettings(owner);
    const after = await updateSettings(owner, { holdDays: 3, offerText: " Half off " });
    expect(after).toEqual({ ...before, holdDays: 3, offerText: "Half off" });
    expect(await getSettings(owner)).toEqual(after);
    const { entries } = await listActivity(owner);
    expect(entries).toMatchObject([
      {
        action: "settings.updated",
        actorKind: "owner",
        details: { holdDays: { before: 14, after: 3 }, offerText: { before: null, after: "Half off" } },
      },
    ]);
  });

  test("that stay the same leave no trace", async () => {
    await updateSettings(owner, {});
    await updateSettings(owner, { holdDays: 14 });
    expect(await actions(owner)).toEqual([]);
  });

  test("are the team's to change, and nobody else's are touched", async () => {
    await expect(updateSettings(member, { holdDays: 0 })).rejects.toMatchObject({ code: "forbidden" });
    await updateSettings(stranger, { holdDays: 1 });
    expect((await getSettings(owner)).holdDays).toBe(14);
    expect(await actions(owner)).toEqual([]);
  });

  test("of two people who change different ones at once are both kept", async () => {
    await Promise.all([
      updateSettings(owner, { holdDays: 2 }),
      updateSettings(owner, { offerText: "A week free" }),
      updateSettings(owner, { leaderboardVisible: false }),
      updateSettings(owner, { viralWindowDays: 60 }),
    ]);
    expect(await getSettings(owner)).toMatchObject({
      holdDays: 2,
      offerText: "A week free",
      leaderboardVisible: false,
      viralWindowDays: 60,
    });
    expect(await actions(owner)).toHaveLength(4);
  });

  test("that other numbers are counted by have those counted anew", async () => {
    const jobs = () =>
      services.jobs.sent
        .filter(({ payload }) => payload.companyId === owner.companyId)
        .map(({ name }) => name);
    await updateSettings(owner, { leaderboardVisible: false });
    expect(jobs()).toEqual([]);
    await updateSettings(owner, { viralWindowDays: 60 });
    expect(jobs()).toEqual(["daily-metrics"]);
  });

  test("take a plan of this community and no other's", async () => {
    const [own, foreign] = [await addPlan(owner), await addPlan(stranger)];
    expect((await updateSettings(owner, { defaultPlanId: own })).defaultPlanId).toBe(own);
    for (const defaultPlanId of [foreign, "plan_nobody"]) {
      await expect(updateSettings(owner, { defaultPlanId })).rejects.toMatchObject({ code: "invalid_input" });
    }
    expect((await getSettings(owner)).defaultPlanId).toBe(own);
    expect((await updateSettings(owner, { defaultPlanId: null })).defaultPlanId).toBeNull();
  });

  test.each([
    [{ holdDays: 0 }, true],
    [{ holdDays: 365 }, true],
    [{ holdDays: -1 }, false],
    [{ holdDays: 366 }, false],
    [{ viralWindowDays: 0 }, false],
    [{ viralWindowDays: 1 }, true],
    [{ offerText: "x".repeat(200) }, true],
    [{ offerText: "x".repeat(201) }, false],
    [{ offerText: "   " }, false],
    [{ timeZone: "Europe/Berlin" }, true],
    [{ timeZone: "Mars/Olympus" }, false],
  ])("know their limits: %o", async (change, isFine) => {
    const changing = updateSettings(owner, change);
    if (isFine) expect(await changing).toMatchObject(change);
    else await expect(changing).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("of a community that is not there cannot be changed", async () => {
    const nowhere = { ...owner, companyId: "biz_nowhere" };
    await expect(updateSettings(nowhere, { holdDays: 1 })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("attribution rules", () => {
  test("that are changed become a new version, and the old one stays for what it decided", async () => {
    const then = services.clock.now();
    services.clock.advance(dayMs);
    const after = await updateRules(owner, { touch: "first", windowDays: 7 });
    expect(after).toMatchObject({ version: 2, touch: "first", windowDays: 7, countTrials: false });
    expect(await currentRules(owner)).toEqual(after);
    const rulesAt = await readRulesInForce(owner);
    expect(rulesAt(then)).toMatchObject({ version: 1, touch: "last", windowDays: 30 });
    expect(rulesAt(new Date(0))).toMatchObject({ version: 1 });
    expect(await actions(owner)).toEqual(["rules.updated"]);
  });

  test("that stay the same are no new version", async () => {
    expect((await updateRules(owner, { touch: "last" })).version).toBe(1);
    expect(await actions(owner)).toEqual([]);
  });

  test("are the team's to change, for their own community only", async () => {
    await expect(updateRules(member, { windowDays: 1 })).rejects.toMatchObject({ code: "forbidden" });
    await updateRules(stranger, { windowDays: 90 });
    expect(await currentRules(owner)).toMatchObject({ version: 1, windowDays: 30 });
  });

  test("changed by two people at once have one version each, or one is told to look again", async () => {
    const outcomes = await Promise.allSettled(
      [10, 20, 40, 50].map((windowDays) => updateRules(owner, { windowDays })),
    );
    const made = outcomes.flatMap((outcome) =>
      outcome.status === "fulfilled" ? [outcome.value.version] : [],
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(new Set(made).size).toBe(made.length);
    expect(made.length).toBeGreaterThan(0);
    for (const reason of refused) expect(reason).toMatchObject({ code: "conflict" });
    expect((await currentRules(owner)).version).toBe(1 + made.length);
    expect(await actions(owner)).toHaveLength(made.length);
  });

  test.each([{ windowDays: 0 }, { windowDays: 366 }, { windowDays: 1.5 }, { touch: "middle" }])(
    "know their limits: %o",
    async (change) => {
      const input = Object(change);
      await expect(updateRules(owner, input)).rejects.toMatchObject({ code: "invalid_input" });
    },
  );
});

describe("the list of what was done", () => {
  test("comes in pages, latest first, without a gap and without anybody else's", async () => {
    for (let holdDays = 1; holdDays <= 5; holdDays += 1) {
      services.clock.advance(1000);
      await updateSettings(owner, { holdDays });
      await updateSettings(stranger, { holdDays });
    }
    const days: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listActivity>> = await listActivity(owner, {
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      for (const { details } of page.entries) days.push(Reflect.get(Object(details.holdDays), "after"));
      cursor = page.nextCursor;
    } while (cursor);
    expect(days).toEqual([5, 4, 3, 2, 1]);
  });

  test("is the team's to read", async () => {
    await expect(listActivity(member)).rejects.toMatchObject({ code: "forbidden" });
  });
});
