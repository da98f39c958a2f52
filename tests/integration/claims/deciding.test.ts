import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  approveClaim,
  approveClaims,
  countOpenClaims,
  listClaims,
  listMyClaims,
  rejectClaim,
  revokeClaim,
  withdrawClaim,
} from "#lib/claims/index.ts";
import { updateRules } from "#lib/companies/index.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { getReferralTrace } from "#lib/referrals/index.ts";
import {
  type ClaimCommunity,
  claimAbout,
  claimRow,
  daysAgo,
  newsFor,
  openClaimCommunity,
} from "#tests/support/claim-stage.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let here: ClaimCommunity;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  here = await openClaimCommunity(stage);
});

const conflict = { code: "conflict" };
const live = async () => (await referralsIn(here.system)).filter(({ status }) => status !== "cancelled");

describe("a claim that the team approves", () => {
  it("credits the claimer, and both read why", async () => {
    const buyer = await here.buyer(3);
    expect(await live()).toEqual([]);
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    expect(await countOpenClaims(here.team)).toBe(1);
    await approveClaim(here.team, { id });
    await here.drain();
    const [referral] = await live();
    expect(referral).toMatchObject({
      referrerId: here.claimer.id,
      referredId: buyer.id,
      evidence: "claim",
      referralCodeId: null,
      status: "converted",
      isVerified: true,
    });
    expect(await countOpenClaims(here.team)).toBe(0);
    const trace = await getReferralTrace(here.me, { referralId: referral?.id });
    expect(trace.steps.map(({ title }) => sentenceOf(title))).toEqual(
      expect.arrayContaining(["Claimed", "Claim approved", "Credited"]),
    );
    const said = trace.steps.flatMap(({ sentence, evidence }) =>
      [sentence, ...evidence.flatMap(({ label, value }) => [label, value])].map(sentenceOf),
    );
    expect(said).toContain(`You said that you brought ${trace.referred.name}.`);
    expect(said).toContain("Your claim");
    const { claims } = await listMyClaims(here.me);
    expect(sentenceOf(claims[0]?.sentence ?? "")).toContain("is your referral");
  });

  it("gives way to a checkout that names another link, however late it is told", async () => {
    const buyer = await here.buyer(3);
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    await approveClaim(here.team, { id });
    await here.drain();
    expect(await live()).toMatchObject([{ referrerId: here.claimer.id }]);
    // An earlier membership of theirs, with a link, that Whop tells of only now.
    await recordPurchase(here.system, {
      codeId: here.otherLink.id,
      at: daysAgo(4),
      whopUserId: buyer.whopUserId,
    });
    await settle(here.system, buyer.whopUserId);
    expect(await live()).toMatchObject([{ referrerId: here.other.id, evidence: "checkout_metadata" }]);
    const { claims } = await listMyClaims(here.me);
    expect(claims[0]).toMatchObject({ standing: "approved" });
    expect(sentenceOf(claims[0]?.sentence ?? "")).toContain("does not count: The checkout itself says who");
  });

  it("holds against a later link that the rules refuse, because its buyer was a customer by then", async () => {
    const buyer = await here.buyer(5);
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    await approveClaim(here.team, { id });
    await recordPurchase(here.system, {
      codeId: here.otherLink.id,
      at: daysAgo(1),
      whopUserId: buyer.whopUserId,
    });
    await here.drain();
    expect(await live()).toMatchObject([{ referrerId: here.claimer.id }]);
  });

  it("is taken back with its credit when the team revokes it, and says so", async () => {
    const buyer = await here.buyer(3);
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    await approveClaim(here.team, { id });
    await here.drain();
    await expect(withdrawClaim(here.me, { id })).rejects.toMatchObject(conflict);
    await revokeClaim(here.colleague, { id, reason: "They say otherwise." });
    await here.drain();
    expect(await live()).toEqual([]);
    const [referral] = await referralsIn(here.system);
    expect(referral).toMatchObject({ status: "cancelled", cancelReason: "no_longer_credited" });
    expect(await claimRow(here.system, id)).toMatchObject({
      status: "rejected",
      decidedBy: expect.any(String),
    });
    const { claims } = await listMyClaims(here.me);
    expect(claims[0]).toMatchObject({ standing: "rejected", reason: "They say otherwise." });
    await expect(revokeClaim(here.team, { id, reason: "Again" })).rejects.toMatchObject(conflict);
  });

  it("tells the claimer of each decision once", async () => {
    const buyer = await here.buyer(3);
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    await approveClaim(here.team, { id });
    await revokeClaim(here.team, { id, reason: "A mistake" });
    expect(await newsFor(here.system, here.claimer.id)).toEqual([
      `claim:${id}:approved`,
      `claim:${id}:revoked`,
    ]);
  });
});

describe("the team", () => {
  it("is shown what there is beside the word, and what a yes would come to", async () => {
    await recordClicks(here.system, [
      { codeId: here.ownLink.id, at: daysAgo(10) },
      { codeId: here.ownLink.id, at: daysAgo(3.5) },
      { codeId: here.ownLink.id, at: daysAgo(3.5), class: "bot" },
      { codeId: here.otherLink.id, at: daysAgo(3.2) },
      { codeId: here.otherLink.id, at: daysAgo(2) },
      { codeId: here.ownLink.id, at: daysAgo(40) },
    ]);
    const credited = await here.buyer(2, { codeId: here.otherLink.id });
    const free = await here.buyer(3);
    await claimAbout(here.me, { userId: credited.id });
    await claimAbout(here.me, { userId: free.id });
    const { claims } = await listClaims(here.team);
    expect(claims).toMatchObject([
      {
        credit: { referrer: { userId: here.other.id }, evidence: "checkout_metadata" },
        prospect: { possible: false },
      },
      {
        joinedAt: daysAgo(3),
        evidence: { ownClicks: 2, lastOwnClickAt: daysAgo(3.5), otherClicks: 1 },
        credit: null,
        prospect: { possible: true },
      },
    ]);
  });

  it("cannot approve what credits nobody: a checkout that says otherwise, a second claim, nobody who joined", async () => {
    const credited = await here.buyer(2, { codeId: here.otherLink.id });
    const { id } = await claimAbout(here.me, { userId: credited.id });
    await expect(approveClaim(here.team, { id })).rejects.toThrow("goes before any claim");
    const buyer = await here.buyer(3);
    const mine = await claimAbout(here.me, { userId: buyer.id });
    const theirs = await claimAbout(here.member(here.other), { userId: buyer.id });
    const waiting = await claimAbout(here.me, { username: "somebody.new" });
    await approveClaim(here.team, mine);
    await expect(approveClaim(here.team, theirs)).rejects.toThrow("Another member's claim");
    const { done, refused } = await approveClaims(here.team, { ids: [theirs.id, waiting.id] });
    expect([done, refused.map((one) => one.id)]).toEqual([[], [theirs.id, waiting.id]]);
    await rejectClaim(here.team, { id: waiting.id, reason: "Nobody of this name" });
    await expect(rejectClaim(here.team, { id: waiting.id, reason: "Again" })).rejects.toMatchObject(conflict);
  });

  it("decides once when two decide at once, and never on its own claim", async () => {
    for (let round = 0; round < 3; round += 1) {
      const buyer = await here.buyer(2 + round);
      const { id } = await claimAbout(here.me, { userId: buyer.id });
      const told = await Promise.allSettled([
        approveClaim(here.team, { id }),
        rejectClaim(here.colleague, { id, reason: "Not believed" }),
        approveClaim(here.colleague, { id }),
      ]);
      expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const { status } = await claimRow(here.system, id);
      await here.drain();
      const credited = (await live()).some(({ referredId }) => referredId === buyer.id);
      expect(credited).toBe(status === "approved");
    }
    const buyer = await here.buyer(1);
    const { id } = await claimAbout(here.team, { userId: buyer.id });
    await expect(approveClaim(here.team, { id })).rejects.toThrow("your own");
    await approveClaim(here.colleague, { id });
  });

  it("approves beside a webhook that names another link, and the link has the credit whoever was first", async () => {
    for (let round = 0; round < 4; round += 1) {
      const buyer = await here.buyer(2);
      const { id } = await claimAbout(here.me, { userId: buyer.id });
      const { whopUserId } = buyer;
      const told = async () => {
        await recordPurchase(here.system, { codeId: here.otherLink.id, at: daysAgo(3), whopUserId });
        await settle(here.system, whopUserId);
      };
      await Promise.all([approveClaim(here.team, { id }).catch(() => null), told()]);
      await here.drain();
      const credited = (await live()).filter(({ referredId }) => referredId === buyer.id);
      expect(credited).toMatchObject([{ referrerId: here.other.id }]);
    }
  });

  it("alone decides, and only in its own community", async () => {
    const buyer = await here.buyer(2);
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    const elsewhere = await openClaimCommunity(stage);
    await expect(approveClaim(elsewhere.team, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(withdrawClaim(elsewhere.me, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(approveClaim(here.me, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listClaims(here.me)).rejects.toMatchObject({ code: "forbidden" });
    await expect(approveClaim(here.system, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(withdrawClaim(here.member(here.other), { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listClaims(elsewhere.team)).claims).toEqual([]);
    expect(await claimRow(here.system, id)).toMatchObject({ status: "open" });
  });

  it("decides by the rules of the day on which the person came", async () => {
    const buyer = await here.buyer(20);
    await updateRules(here.team, { windowDays: 10 });
    const { id } = await claimAbout(here.me, { userId: buyer.id });
    await approveClaim(here.team, { id });
    await here.drain();
    expect(await live()).toMatchObject([{ referrerId: here.claimer.id, rulesVersion: 1 }]);
  });
});
