import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dayMs, hourMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { recordMembership } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { getReferralTrace, listReferrals, listUncredited } from "#lib/referrals/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeLink, makeMember, unique } from "#tests/support/factories.ts";
import { membershipFact } from "#tests/support/facts.ts";
import { inWords } from "#tests/support/in-words.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let system: Ctx;
let owner: Ctx;
let member: Ctx;
let rosa: Awaited<ReturnType<typeof makeMember>>;
let link: Awaited<ReturnType<typeof makeLink>>;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  rosa = await makeMember(system, { name: "Rosa Referrer" });
  link = await makeLink(system, rosa.id);
  owner = asOwner(stage.services, system.companyId, await makeMember(system, { name: "Olga Owner" }));
  member = asMember(stage.services, system.companyId, rosa);
});

const at = (ms: number) => new Date(testNow.getTime() - 20 * dayMs + ms);

async function onlyReferral(): Promise<string> {
  const [row] = await referralsIn(system);
  return row?.id ?? "";
}

describe("a trace", () => {
  it("tells the way from the click to the credit: evidence, rule and version, and for the owner the checks", async () => {
    await recordClicks(system, [{ codeId: link.id, at: at(-hourMs) }]);
    const { whopUserId, paymentId } = await recordPurchase(system, { codeId: link.id, at: at(0) });
    await settle(system, whopUserId);
    const trace = await getReferralTrace(owner, { referralId: await onlyReferral() });
    expect(trace).toMatchObject({ state: "confirmed", referrer: { name: "Rosa Referrer" } });
    expect(trace.steps.map((step) => step.kind)).toEqual([
      "click",
      "joined",
      "payment",
      "decision",
      "fraud_check",
    ]);
    const told = JSON.stringify(inWords(trace.steps));
    for (const word of [
      link.code,
      paymentId,
      "The only valid evidence",
      "Version 1: last link within 30 days",
    ])
      expect(told).toContain(word);
    const own = await getReferralTrace(member, { referralId: await onlyReferral() });
    expect(own.steps.map((step) => step.kind)).toEqual(["click", "joined", "payment", "decision"]);
    expect(JSON.stringify(inWords(own))).not.toMatch(/points|threshold|pay_|mem_|@/);
  });

  it("is for the referrer and the team: others, and the team of another company, find nothing", async () => {
    const { whopUserId } = await recordPurchase(system, { codeId: link.id, at: at(0) });
    await settle(system, whopUserId);
    const referralId = await onlyReferral();
    const notFound = { code: "not_found" };
    const stranger = asMember(stage.services, system.companyId, await makeMember(system));
    await expect(getReferralTrace(stranger, { referralId })).rejects.toMatchObject(notFound);
    const elsewhere = await makeCompany(stage.services);
    const foreign = asOwner(stage.services, elsewhere.companyId, await makeMember(elsewhere.system));
    await expect(getReferralTrace(foreign, { referralId })).rejects.toMatchObject(notFound);
    await expect(listReferrals(stranger, { referrerId: rosa.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await listReferrals(foreign)).referrals).toEqual([]);
    expect((await listReferrals(stranger)).referrals).toEqual([]);
    expect((await listReferrals(member)).referrals).toMatchObject([{ id: referralId, fraudScore: null }]);
    await expect(getReferralTrace(owner, {})).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("says of the last visit when it was the referrer's own", async () => {
    await recordClicks(system, [
      { codeId: link.id, at: at(-2 * hourMs) },
      { codeId: link.id, at: at(-hourMs), class: "self" },
    ]);
    const { whopUserId } = await recordPurchase(system, { codeId: link.id, at: at(0) });
    await settle(system, whopUserId);
    for (const reader of [owner, member]) {
      const { steps } = await getReferralTrace(reader, { referralId: await onlyReferral() });
      expect(inWords(steps[0]?.sentence)).toContain("The member who shares it made it");
    }
  });

  it("shows a former referrer nothing of what the person bought later through somebody else", async () => {
    const rival = await makeMember(system, { name: "Vera Rival" });
    const rivals = await makeLink(system, rival.id);
    const whopUserId = unique("user_");
    const metadata = { ...referenceOf(system.secrets, system.companyId, link.id) };
    await recordMembership(
      system,
      membershipFact({ whopUserId, whopCreatedAt: at(0), status: "trialing", metadata }),
    );
    await settle(system, whopUserId);
    await recordPurchase(system, { codeId: rivals.id, at: at(dayMs), whopUserId, totalMinor: 7700n });
    await settle(system, whopUserId);
    const [former] = await referralsIn(system);
    const trace = await getReferralTrace(member, { referralId: former?.id ?? "" });
    expect(trace).toMatchObject({ state: "cancelled" });
    expect(JSON.stringify(inWords(trace))).not.toMatch(/77\.00|Vera|Rival/);
    expect(JSON.stringify(inWords(trace))).not.toContain(rivals.code);
    expect(JSON.stringify(inWords(await getReferralTrace(owner, { referralId: former?.id ?? "" })))).toMatch(
      /Vera Rival/,
    );
  });
});

describe("who is nobody's referral", () => {
  it("is listed with the reason, newest first, for the team alone", async () => {
    const plain = await recordPurchase(system, { codeId: null, at: at(0) });
    await settle(system, plain.whopUserId);
    stage.services.clock.advance(1000);
    await recordPurchase(system, { codeId: link.id, at: at(0), whopUserId: rosa.whopUserId });
    await settle(system, rosa.whopUserId);
    const { decisions } = await listUncredited(owner);
    expect(decisions.map(({ outcome, reason, referred }) => [outcome, reason, referred.name])).toEqual([
      ["refused", "self_referral", "Rosa Referrer"],
      ["no_evidence", "no_evidence", expect.any(String)],
    ]);
    const { steps, sentence } = await getReferralTrace(owner, { decisionId: decisions[1]?.decisionId ?? "" });
    expect(inWords(sentence)).toContain("nobody is credited");
    expect(steps.map((step) => step.kind)).toEqual(["joined", "payment", "decision"]);
    expect((await listUncredited(owner, { limit: 1 })).nextCursor).toBe(decisions[0]?.decisionId);
    await expect(listUncredited(member)).rejects.toMatchObject({ code: "forbidden" });
    const { decisionId = "" } = decisions[1] ?? {};
    await expect(getReferralTrace(member, { decisionId })).rejects.toMatchObject({ code: "not_found" });
  });
});
