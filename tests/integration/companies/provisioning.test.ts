import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributionRules, auditLogs, companies } from "#db/schema/index.ts";
import {
  findCompany,
  getCompany,
  listPlans,
  provisionCompany,
  refreshCatalog,
  resolveExperience,
} from "#lib/companies/index.ts";
import { transact } from "#lib/core/context.ts";
import { addCompany } from "#tests/sandbox/world/arrivals.ts";
import { asSystem, openTestServices } from "#tests/support/context.ts";
import { unique } from "#tests/support/factories.ts";
import { openRewardStage, type RewardStage } from "#tests/support/rewards.ts";

let stage: RewardStage;

beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(() => stage.close());

const firstJobs = ["daily-metrics", "process-parked", "reconcile", "refresh-catalog"];

function newCommunity() {
  const made = addCompany(stage.sandbox.world, unique("Community "), unique("c"));
  return { ...made, system: asSystem(stage.services, made.company.id) };
}
type Community = ReturnType<typeof newCommunity>;

const jobsOf = ({ company }: Community) =>
  stage.services.jobs.sent
    .filter(({ payload }) => payload.companyId === company.id)
    .map(({ name }) => name)
    .toSorted();

const audited = ({ system }: Community) =>
  transact(system, async (tx) => {
    const rows = await tx
      .select({ action: auditLogs.action })
      .from(auditLogs)
      .where(eq(auditLogs.companyId, system.companyId));
    return rows.map(({ action }) => action);
  });

const uninstall = ({ system }: Community) =>
  transact(system, (tx) =>
    tx.update(companies).set({ status: "uninstalled" }).where(eq(companies.companyId, system.companyId)),
  );

describe("a community that is opened for the first time", () => {
  test("is made once with its first rules and jobs, however many open it at once", async () => {
    const community = newCommunity();
    const all = await Promise.all(Array.from({ length: 12 }, () => provisionCompany(community.system)));
    expect(new Set(all.map(({ title }) => title))).toEqual(new Set([community.company.title]));
    const rules = await transact(community.system, (tx) =>
      tx.select().from(attributionRules).where(eq(attributionRules.companyId, community.company.id)),
    );
    expect(rules).toMatchObject([{ version: 1, touch: "last", windowDays: 30 }]);
    expect(jobsOf(community)).toEqual(firstJobs);
    expect(await audited(community)).toEqual(["company.installed"]);
  });

  test("is found by its experience, asked for by many at once, and Whop is not asked again", async () => {
    const { company, experience } = newCommunity();
    const found = await Promise.all(
      Array.from({ length: 8 }, () => resolveExperience(stage.services, experience.id)),
    );
    expect(new Set(found)).toEqual(new Set([company.id]));
    const withoutWhop = openTestServices(stage.database.appUrl);
    try {
      expect(await resolveExperience(withoutWhop, experience.id)).toBe(company.id);
    } finally {
      await withoutWhop.db.close();
    }
  });

  test("goes by a stand-in name while Whop does not tell it, and by its own as soon as it does", async () => {
    const community = newCommunity();
    const withoutWhop = openTestServices(stage.database.appUrl);
    try {
      const company = await provisionCompany(asSystem(withoutWhop, community.company.id));
      expect(company).toMatchObject({ title: "Your community", profileRefreshedAt: null, status: "active" });
    } finally {
      await withoutWhop.db.close();
    }
    await refreshCatalog(community.system);
    expect((await getCompany(community.system)).title).toBe(community.company.title);
  });

  test("that Whop does not know is not there", async () => {
    await expect(resolveExperience(stage.services, "exp_nobody")).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await findCompany(asSystem(stage.services, "biz_nobody"))).toBeNull();
    await expect(getCompany(asSystem(stage.services, "biz_nobody"))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("a community that comes back begins again once, where it was", async () => {
  const community = newCommunity();
  const first = await provisionCompany(community.system);
  await uninstall(community);
  const again = await Promise.all(Array.from({ length: 6 }, () => provisionCompany(community.system)));
  for (const company of again)
    expect(company).toMatchObject({ status: "active", createdAt: first.createdAt });
  expect((await audited(community)).toSorted()).toEqual(["company.installed", "company.reinstalled"]);
  expect(jobsOf(community)).toEqual([...firstJobs, ...firstJobs].toSorted());
});

describe("what a community sells", () => {
  test("is read from Whop, and what is no longer sold is hidden, never forgotten", async () => {
    const community = newCommunity();
    await provisionCompany(community.system);
    await refreshCatalog(community.system);
    const before = await listPlans(community.system);
    expect(before.map(({ planId }) => planId).toSorted()).toEqual(
      community.plans.map(({ id }) => id).toSorted(),
    );
    const [gone] = community.plans;
    if (!gone) throw new Error("The sandbox made a community that sells nothing");
    stage.sandbox.world.plans.remove(gone.id);
    stage.services.clock.advance(1000);
    await refreshCatalog(community.system);
    const after = await listPlans(community.system);
    expect(after).toHaveLength(before.length);
    expect(after.find(({ planId }) => planId === gone.id)?.isVisible).toBe(false);
  });

  test("stays as it was when Whop breaks off in the middle", async () => {
    const community = newCommunity();
    await provisionCompany(community.system);
    await refreshCatalog(community.system);
    const before = await getCompany(community.system);
    stage.sandbox.world.companies.put({ ...community.company, title: "Another name" });
    await stage.settings({ faults: [{ match: "GET /plans", kind: "truncated" }] });
    try {
      await expect(refreshCatalog(community.system)).rejects.toThrow();
    } finally {
      await stage.settings({ faults: [] });
    }
    expect(await getCompany(community.system)).toEqual(before);
  });

  test("is nobody else's to see", async () => {
    const [ours, theirs] = [newCommunity(), newCommunity()];
    for (const { system } of [ours, theirs]) {
      await provisionCompany(system);
      await refreshCatalog(system);
    }
    const seen = (await listPlans(ours.system)).map(({ planId }) => planId);
    for (const { id } of theirs.plans) expect(seen).not.toContain(id);
    const foreign = await transact(ours.system, (tx) =>
      tx
        .select()
        .from(companies)
        .where(and(eq(companies.companyId, theirs.company.id))),
    );
    expect(foreign).toEqual([]);
  });
});
