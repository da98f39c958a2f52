import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readAffiliates } from "#app/dashboard/[companyId]/affiliates/_list/read-affiliates.ts";
import { affiliateTerms } from "#db/schema/index.ts";
import {
  applyAsAffiliate,
  approveAffiliate,
  changeAffiliatePlan,
  createCommissionPlan,
  declineAffiliate,
  getAffiliate,
  getMyAffiliation,
  listAffiliates,
  makeAffiliate,
  resumeAffiliate,
  suspendAffiliate,
} from "#lib/affiliates/index.ts";
import { listActivity } from "#lib/audit/index.ts";
import { updateSettings } from "#lib/companies/index.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { addAffiliate, plainTerms } from "#tests/support/affiliate-stage.ts";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, type TestMember } from "#tests/support/factories.ts";
import { recordPurchase, settle } from "#tests/support/referral-stage.ts";

let stage: BooksStage;
let system: Ctx;
let owner: Ctx;
let applicant: TestMember;
let member: Ctx;

beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.services.clock.set(testNow);
  const made = await makeCompany(stage.services);
  system = made.system;
  owner = asOwner(stage.services, made.companyId, await makeMember(system));
  applicant = await makeMember(system);
  member = asMember(stage.services, made.companyId, applicant);
});

const plan = (name = "Partners") => createCommissionPlan(owner, { name, terms: plainTerms });
const termsOf = (affiliateId: string) =>
  transact(system, (tx) =>
    tx
      .select()
      .from(affiliateTerms)
      .where(and(eq(affiliateTerms.companyId, system.companyId), eq(affiliateTerms.affiliateId, affiliateId)))
      .orderBy(affiliateTerms.since),
  );

describe("an application", () => {
  test("waits for the team, can be written again, and is approved onto the default plan", async () => {
    const { id: planId } = await plan();
    const applied = await applyAsAffiliate(member, { application: "I run a podcast." });
    expect(applied).toMatchObject({ status: "applied", planId: null, application: "I run a podcast." });
    const again = await applyAsAffiliate(member, { application: "I run two podcasts." });
    expect(again).toMatchObject({ id: applied.id, application: "I run two podcasts." });
    expect(await termsOf(applied.id)).toEqual([]);
    const approved = await approveAffiliate(owner, { id: applied.id, note: "Welcome!" });
    expect(approved).toMatchObject({
      status: "active",
      planId,
      decidedAt: testNow,
      decisionNote: "Welcome!",
    });
    expect(await termsOf(applied.id)).toMatchObject([{ isActive: true, planId, since: testNow }]);
    expect(stage.services.jobs.named("settle-commissions").at(-1)?.payload).toEqual({
      companyId: owner.companyId,
      affiliateId: applied.id,
    });
    const { entries } = await listActivity(owner, { subjectId: applied.id });
    expect(entries.map(({ action }) => action)).toEqual(["affiliate.approved", "affiliate.applied"]);
  });

  test("may be declined with a reason that the member reads, and approved after all", async () => {
    await plan();
    const { id } = await applyAsAffiliate(member, {});
    await declineAffiliate(owner, { id, reason: "Too early, ask again in spring." });
    expect(await getMyAffiliation(member)).toMatchObject({
      status: "declined",
      mayApply: false,
      decisionNote: "Too early, ask again in spring.",
    });
    await expect(applyAsAffiliate(member, {})).rejects.toMatchObject({ code: "conflict" });
    await expect(declineAffiliate(owner, { id, reason: "Twice" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await approveAffiliate(owner, { id })).toMatchObject({ status: "active" });
  });

  test("is not taken where applications are closed, and is granted at once where everybody is welcome", async () => {
    await plan();
    await updateSettings(owner, { affiliateApplications: "closed" });
    expect(await getMyAffiliation(member)).toMatchObject({ status: "none", mayApply: false });
    await expect(applyAsAffiliate(member, {})).rejects.toMatchObject({ code: "conflict" });
    await updateSettings(owner, { affiliateApplications: "automatic" });
    expect(await getMyAffiliation(member)).toMatchObject({
      status: "none",
      mayApply: true,
      plan: { name: "Partners", version: 1 },
    });
    expect(await applyAsAffiliate(member, {})).toMatchObject({ status: "active" });
  });

  test("waits while there is no plan, also where everybody is welcome", async () => {
    await updateSettings(owner, { affiliateApplications: "automatic" });
    const applied = await applyAsAffiliate(member, {});
    expect(applied.status).toBe("applied");
    await expect(approveAffiliate(owner, { id: applied.id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("no commission plan"),
    });
  });

  test("made ten times at once is one, and decided twice at once is decided once", async () => {
    await plan();
    const made = await Promise.all(
      Array.from({ length: 10 }, () => applyAsAffiliate(member, { application: "Me" })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const id = made[0]?.id ?? "";
    const decided = await Promise.allSettled([
      approveAffiliate(owner, { id }),
      approveAffiliate(owner, { id }),
      approveAffiliate(owner, { id }),
    ]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await termsOf(id)).toHaveLength(1);
  });
});

describe("an affiliate", () => {
  test("is made by the team without asking, once however often", async () => {
    await plan();
    const rush = await Promise.all(
      Array.from({ length: 5 }, () => makeAffiliate(owner, { userId: applicant.id })),
    );
    expect(new Set(rush.map(({ id }) => id)).size).toBe(1);
    expect(await termsOf(rush[0]?.id ?? "")).toHaveLength(1);
  });

  test("has each change kept as terms of their own, one after the other also within a millisecond", async () => {
    const { id: first } = await plan();
    const { id: second } = await plan("Gold");
    const { id } = await makeAffiliate(owner, { userId: applicant.id });
    await suspendAffiliate(owner, { id, reason: "Spam in the chat" });
    await resumeAffiliate(owner, { id });
    await changeAffiliatePlan(owner, { id, planId: second });
    await changeAffiliatePlan(owner, { id, planId: second });
    const terms = await termsOf(id);
    expect(terms.map(({ isActive, planId }) => [isActive, planId === first ? "first" : "second"])).toEqual([
      [true, "first"],
      [false, "first"],
      [true, "first"],
      [true, "second"],
    ]);
    const times = terms.map(({ since }) => since.getTime());
    expect(new Set(times).size).toBe(4);
    expect((await getAffiliate(owner, { id })).terms.map(({ planName }) => planName)).toEqual([
      "Gold",
      "Partners",
      "Partners",
      "Partners",
    ]);
  });

  test("cannot be suspended twice, resumed while active, or put on a plan that is archived or elsewhere", async () => {
    await plan();
    const { id } = await makeAffiliate(owner, { userId: applicant.id });
    await expect(resumeAffiliate(owner, { id })).rejects.toMatchObject({ code: "conflict" });
    await suspendAffiliate(owner, { id, reason: "A pause" });
    await expect(suspendAffiliate(owner, { id, reason: "Again" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(applyAsAffiliate(member, {})).rejects.toMatchObject({ code: "conflict" });
    await expect(makeAffiliate(owner, { userId: applicant.id })).rejects.toMatchObject({ code: "conflict" });
    const other = (await makeCompany(stage.services)).system;
    const foreign = await createCommissionPlan(other, { name: "Theirs", terms: plainTerms });
    await expect(changeAffiliatePlan(owner, { id, planId: foreign.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("remembers who recruited them: the affiliate whose referral they are", async () => {
    await plan();
    const { affiliateId, codeId } = await addAffiliate(system);
    const { whopUserId } = await recordPurchase(system, {
      codeId,
      at: testNow,
      whopUserId: applicant.whopUserId,
    });
    await settle(system, whopUserId);
    await applyAsAffiliate(member, {});
    const [{ id, recruitedBy } = { id: "", recruitedBy: null }] = (
      await listAffiliates(owner, { status: "applied" })
    ).affiliates;
    expect(recruitedBy).toMatchObject({ affiliateId });
    await approveAffiliate(owner, { id });
    expect(await termsOf(id)).toMatchObject([{ recruitedBy: affiliateId }]);
  });

  test("is the team's to decide about, and of one community only", async () => {
    await plan();
    const { id } = await applyAsAffiliate(member, {});
    const other = await makeCompany(stage.services);
    await createCommissionPlan(other.system, { name: "Theirs", terms: plainTerms });
    for (const act of [
      (ctx: Ctx) => approveAffiliate(ctx, { id }),
      (ctx: Ctx) => declineAffiliate(ctx, { id, reason: "No way" }),
      (ctx: Ctx) => suspendAffiliate(ctx, { id, reason: "No way" }),
      (ctx: Ctx) => getAffiliate(ctx, { id }),
      (ctx: Ctx) => makeAffiliate(ctx, { userId: applicant.id }),
    ]) {
      await expect(act(member)).rejects.toMatchObject({ code: "forbidden" });
      await expect(act(other.system)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(listAffiliates(member)).rejects.toMatchObject({ code: "forbidden" });
    expect((await listAffiliates(other.system)).affiliates).toEqual([]);
    await expect(applyAsAffiliate(system, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is found by name, status and plan, page by page, latest first", async () => {
    const { id: planId } = await plan();
    const people: TestMember[] = [];
    for (const name of ["Ada Able", "Bob Baker", "Ada Zulu"]) {
      stage.services.clock.advance(1_000);
      const person = await makeMember(system, { name });
      people.push(person);
      await makeAffiliate(owner, { userId: person.id });
    }
    const names = async (input: Parameters<typeof listAffiliates>[1]) =>
      (await listAffiliates(owner, input)).affiliates.map((one) => one.member.name);
    expect(await names({ search: "ada" })).toEqual(["Ada Zulu", "Ada Able"]);
    expect(await names({ search: "%" })).toEqual([]);
    expect(await names({ status: "suspended" })).toEqual([]);
    const first = await listAffiliates(owner, { planId, limit: 2 });
    expect(first.affiliates.map((one) => one.member.name)).toEqual(["Ada Zulu", "Bob Baker"]);
    const cursor = first.nextCursor ?? "";
    const second = await listAffiliates(owner, { planId, limit: 2, cursor });
    expect([second.affiliates.map((one) => one.member.name), second.nextCursor]).toEqual([
      ["Ada Able"],
      null,
    ]);
    const oldest = await listAffiliates(owner, { planId, limit: 2, order: "oldest" });
    expect(oldest.affiliates.map((one) => one.member.name)).toEqual(["Ada Able", "Bob Baker"]);
    const newest = { planId, limit: 2, order: "oldest", cursor: oldest.nextCursor ?? "" } as const;
    expect(await names(newest)).toEqual(["Ada Zulu"]);
  });

  test("is put before the team as an application by who has waited longest, and all of them are counted", async () => {
    const waiting: string[] = [];
    for (let nth = 0; nth < 22; nth += 1) {
      stage.services.clock.advance(1_000);
      const person = await makeMember(system);
      await applyAsAffiliate(asMember(stage.services, system.companyId, person), {});
      waiting.push(person.id);
    }
    const asked = { filter: "all", search: undefined, cursor: undefined } as const;
    const { applications, overview } = await readAffiliates(owner, asked);
    expect(applications.map(({ userId }) => userId)).toEqual(waiting.slice(0, 20));
    expect(overview.counts.applied).toBe(22);
  });
});
