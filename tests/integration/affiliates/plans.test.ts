import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  archiveCommissionPlan,
  createCommissionPlan,
  getAffiliate,
  listCommissionPlans,
  makeAffiliate,
  previewCommissionPlan,
  updateCommissionPlan,
} from "#lib/affiliates/index.ts";
import { listActivity } from "#lib/audit/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { recordRefund } from "#lib/facts/index.ts";
import {
  daysAfter,
  makeAffiliateScene,
  plainTerms,
  sell,
  type Terms,
} from "#tests/support/affiliate-stage.ts";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";
import { refundFact } from "#tests/support/facts.ts";
import { settle } from "#tests/support/referral-stage.ts";

let stage: BooksStage;
let owner: Ctx;
let system: Ctx;

beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.services.clock.set(testNow);
  const made = await makeCompany(stage.services);
  system = made.system;
  owner = asOwner(stage.services, made.companyId, await makeMember(system));
});

const percent = (bps: number): Terms => ({ rate: { kind: "percent", bps }, whopAffiliate: "ignore" });

describe("commission plans", () => {
  test("are kept with every version of their terms, newest first, and the first is the default", async () => {
    const plan = await createCommissionPlan(owner, { name: "Partners", terms: percent(2_000) });
    expect(plan).toMatchObject({ name: "Partners", isDefault: true, versions: [{ version: 1 }] });
    stage.services.clock.set(daysAfter(testNow, 1));
    const changed = await updateCommissionPlan(owner, { id: plan.id, terms: percent(3_000) });
    expect(changed.versions).toMatchObject([
      { version: 2, terms: { rate: { bps: 3_000 } }, effectiveAt: daysAfter(testNow, 1) },
      { version: 1, terms: { rate: { bps: 2_000 } }, effectiveAt: testNow },
    ]);
    const { entries } = await listActivity(owner, { subjectId: plan.id });
    expect(entries.map(({ action }) => action)).toEqual([
      "commission_plan.updated",
      "commission_plan.created",
    ]);
  });

  test("make no version and no entry where nothing changes, whatever the order of fields", async () => {
    const terms: Terms = { ...percent(2_000), caps: { perMonth: { USD: "50.00", EUR: "40.00" } } };
    const plan = await createCommissionPlan(owner, { name: "Partners", terms });
    const same: Terms = { caps: { perMonth: { EUR: "40.00", USD: "50.00" } }, ...percent(2_000) };
    const again = await updateCommissionPlan(owner, { id: plan.id, name: "Partners", terms: same });
    expect(again.versions).toHaveLength(1);
    expect((await listActivity(owner, { subjectId: plan.id })).entries).toHaveLength(1);
  });

  test("have names of their own, which an archived one gives free", async () => {
    const plan = await createCommissionPlan(owner, { name: "Partners", terms: percent(2_000) });
    const second = createCommissionPlan(owner, { name: "Partners", terms: percent(1_000) });
    await expect(second).rejects.toMatchObject({
      code: "conflict",
      details: { fields: { name: { code: "input.nameTaken" } } },
    });
    await archiveCommissionPlan(owner, { id: plan.id });
    await archiveCommissionPlan(owner, { id: plan.id });
    await createCommissionPlan(owner, { name: "Partners", terms: percent(1_000) });
    await expect(updateCommissionPlan(owner, { id: plan.id, name: "Old" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await listCommissionPlans(owner)).toHaveLength(1);
    expect(await listCommissionPlans(owner, { includeArchived: true })).toHaveLength(2);
  });

  test("are a hundred at most, and each of them can still be renamed", async () => {
    const ids = [];
    for (let nth = 1; nth <= 100; nth += 1)
      ids.push((await createCommissionPlan(owner, { name: `Plan ${nth}`, terms: percent(1_000) })).id);
    const oneMore = createCommissionPlan(owner, { name: "One more", terms: percent(1_000) });
    await expect(oneMore).rejects.toMatchObject({ told: { code: "affiliate.mostPlans" } });
    const [id = ""] = ids;
    expect((await updateCommissionPlan(owner, { id, name: "Partners" })).name).toBe("Partners");
  });

  test("made at once under one name are one plan, and one default", async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 6 }, () => createCommissionPlan(owner, { name: "Rush", terms: percent(2_000) })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const plans = await Promise.all(
      ["A", "B", "C"].map((name) =>
        createCommissionPlan(owner, { name, terms: percent(1_000), isDefault: true }),
      ),
    );
    expect(plans).toHaveLength(3);
    const listed = await listCommissionPlans(owner);
    expect(listed.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  test("changed at once get a version each, in one order", async () => {
    const { id } = await createCommissionPlan(owner, { name: "Partners", terms: percent(100) });
    await Promise.all(
      [200, 300, 400, 500].map((bps) => updateCommissionPlan(owner, { id, terms: percent(bps) })),
    );
    const [plan] = await listCommissionPlans(owner);
    expect(plan?.versions.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  });

  test("are the team's: members, and other communities, cannot touch them", async () => {
    const plan = await createCommissionPlan(owner, { name: "Partners", terms: percent(2_000) });
    const member = asMember(stage.services, owner.companyId, await makeMember(system));
    const elsewhere = (await makeCompany(stage.services)).system;
    for (const act of [
      (ctx: Ctx) => updateCommissionPlan(ctx, { id: plan.id, name: "Mine" }),
      (ctx: Ctx) => archiveCommissionPlan(ctx, { id: plan.id }),
      (ctx: Ctx) => previewCommissionPlan(ctx, { planId: plan.id, terms: percent(1) }),
    ]) {
      await expect(act(member)).rejects.toMatchObject({ code: "forbidden" });
      await expect(act(elsewhere)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(createCommissionPlan(member, { name: "Mine", terms: percent(1) })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(listCommissionPlans(member)).rejects.toMatchObject({ code: "forbidden" });
  });

  test.each([
    ["a rate above everything", percent(10_001), "terms.rate.bps"],
    [
      "an amount with too many decimals",
      { rate: { kind: "flat", amounts: { JPY: "1.5" } } },
      "terms.rate.amounts.JPY",
    ],
    ["an unknown currency", { rate: { kind: "flat", amounts: { QQQ: "1" } } }, "terms.rate.amounts.QQQ"],
    ["no flat amount at all", { rate: { kind: "flat", amounts: {} } }, "terms.rate.amounts"],
    ["no month at all", { ...percent(1), duration: { kind: "months", months: 0 } }, "terms.duration.months"],
    [
      "a product of nobody",
      { ...percent(1), productRates: { prod_none: 5 } },
      "terms.productRates.prod_none",
    ],
  ])("with %s are refused, naming the field", async (_what, terms, field) => {
    const making = createCommissionPlan(owner, { name: unique("Plan "), terms: terms as Terms });
    await expect(making).rejects.toMatchObject({
      code: "invalid_input",
      details: { fields: { [field]: expect.anything() } },
    });
  });
});

describe("the preview of a plan", () => {
  test("is what its affiliates' sales of 90 days would have cost, beside the plan as it is", async () => {
    const start = new Date("2026-06-01T00:00:00.000Z");
    const scene = await makeAffiliateScene(stage.services, start, percent(1_000));
    const old = daysAfter(start, 1);
    await sell(scene, { at: old, totalMinor: 9_900n });
    const recent = daysAfter(start, 80);
    const sale = await sell(scene, { at: recent, totalMinor: 10_000n });
    await recordRefund(
      scene.system,
      refundFact({ paymentId: sale.paymentId, amountMinor: 2_500n, whopCreatedAt: daysAfter(recent, 1) }),
    );
    await settle(scene.system, sale.whopUserId);
    stage.services.clock.set(daysAfter(start, 100));
    const terms: Terms = { ...percent(1_000), tiers: [{ from: { referrals: 1 }, bps: 2_000 }] };
    expect(await previewCommissionPlan(scene.system, { planId: scene.planId, terms })).toEqual({
      since: daysAfter(start, 10),
      basis: "affiliates",
      referrers: 1,
      currencies: [{ currency: "USD", sales: 1, revenue: "75.00", cost: "15.00", currentCost: "7.50" }],
    });
    expect((await listCommissionPlans(scene.system))[0]?.versions).toHaveLength(1);
  });

  test("of a plan that nobody is on takes everybody's sales", async () => {
    const scene = await makeAffiliateScene(stage.services, testNow, plainTerms);
    await sell(scene, { at: testNow, totalMinor: 1_000n });
    const preview = await previewCommissionPlan(scene.system, {
      terms: { rate: { kind: "flat", amounts: { USD: "4.00" } } },
    });
    expect(preview).toMatchObject({
      basis: "everybody",
      currencies: [{ cost: "4.00", currentCost: "3.00", revenue: "10.00" }],
    });
  });
});

test("whoever is put on a plan at the moment it is archived is on it, or is told, and nothing between", async () => {
  const rounds = Array.from({ length: 6 }, async (_, round) => {
    const plan = await createCommissionPlan(owner, { name: `Race ${round}`, terms: percent(1_000) });
    const member = await makeMember(system);
    const [made] = await Promise.allSettled([
      makeAffiliate(owner, { userId: member.id, planId: plan.id }),
      archiveCommissionPlan(owner, { id: plan.id }),
    ]);
    if (made.status === "rejected") expect(made.reason).toMatchObject({ code: "conflict" });
    else
      expect(await getAffiliate(owner, { id: made.value.id })).toMatchObject({
        planId: plan.id,
        status: "active",
      });
  });
  await Promise.all(rounds);
});
