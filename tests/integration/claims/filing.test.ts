import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { notifications } from "#db/schema/index.ts";
import {
  approveClaim,
  countOpenClaims,
  fileClaim,
  findMembersToClaim,
  listClaims,
  listMyClaims,
  mostOpen,
  rejectClaim,
  withdrawClaim,
} from "#lib/claims/index.ts";
import { updateRules } from "#lib/companies/index.ts";
import { transact } from "#lib/core/context.ts";
import { ensureMember, updatePreferences } from "#lib/members/index.ts";
import {
  type ClaimCommunity,
  claimAbout,
  claimRow,
  daysAgo,
  inWords,
  openClaimCommunity,
} from "#tests/support/claim-stage.ts";
import { asMember, makeMember, unique } from "#tests/support/factories.ts";
import {
  openReferralStage,
  type ReferralStage,
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
const standings = async () => (await listMyClaims(here.me)).claims.map(({ standing }) => standing);

describe("a claim is refused", () => {
  it("about oneself, by id and by user name, and about what is plainly one's own account", async () => {
    const self = { ...here.claimer };
    await expect(claimAbout(here.me, { userId: self.id })).rejects.toMatchObject(conflict);
    const username = self.whopUserId.slice(5).toUpperCase();
    await expect(claimAbout(here.me, { username: `@${username}` })).rejects.toMatchObject(conflict);
    const mailbox = await here.buyer(3, { email: `${self.whopUserId.slice(5)}+second@inbox.test` });
    await expect(claimAbout(here.me, { userId: mailbox.id })).rejects.toThrow("shares its e-mail address");
    await here.buyer(9, { whopUserId: self.whopUserId, instrumentKey: "by-id:one-card" });
    const card = await here.buyer(3, { instrumentKey: "by-id:one-card" });
    await expect(claimAbout(here.me, { userId: card.id })).rejects.toThrow("means of payment");
    expect(await standings()).toEqual([]);
  });

  it("about whoever was here before the claimer, unless the rules credit them", async () => {
    const newer = await makeMember(here.system, { joinedAt: daysAgo(1) });
    const buyer = await here.buyer(3);
    const me = here.member(newer);
    await expect(claimAbout(me, { userId: buyer.id })).rejects.toThrow("was a member before you were");
    const before = await here.buyer(-1);
    await claimAbout(me, { userId: before.id });
    await updateRules(here.team, { creditExistingCustomers: true });
    const known = await makeMember(here.system, { joinedAt: daysAgo(2) });
    await claimAbout(me, { userId: known.id });
  });

  it("about a joining outside the window, inclusive to the second", async () => {
    const within = await here.buyer(30);
    await claimAbout(here.me, { userId: within.id });
    const beyond = await here.buyer(30 + 1 / (24 * 60 * 60));
    await expect(claimAbout(here.me, { userId: beyond.id })).rejects.toThrow("more than 30 days");
    const username = unique("late");
    const late = await makeMember(here.system, { username, joinedAt: daysAgo(90) });
    await recordPurchase(here.system, { codeId: null, at: daysAgo(90), whopUserId: late.whopUserId });
    await expect(claimAbout(here.me, { userId: late.id })).rejects.toThrow("more than 30 days");
    await expect(claimAbout(here.me, { username })).rejects.toThrow("more than 30 days");
  });

  it("about somebody whose checkout named the claimer's own link", async () => {
    const mine = await here.buyer(3, { codeId: here.ownLink.id });
    await expect(claimAbout(here.me, { userId: mine.id })).rejects.toThrow("is your referral already");
  });

  it("a second time, unless it was taken back", async () => {
    const buyer = await here.buyer(3);
    const first = await claimAbout(here.me, { userId: buyer.id });
    await expect(claimAbout(here.me, { userId: buyer.id })).rejects.toThrow("have claimed");
    await withdrawClaim(here.me, first);
    await expect(withdrawClaim(here.me, first)).rejects.toMatchObject(conflict);
    const second = await claimAbout(here.me, { userId: buyer.id });
    await rejectClaim(here.team, { id: second.id, reason: "Not believed" });
    await expect(claimAbout(here.me, { userId: buyer.id })).rejects.toThrow("decided against");
    expect(await standings()).toEqual(["rejected", "withdrawn"]);
  });

  it("beyond as many open ones as a team can look at, also when they are filed at once", async () => {
    const names = Array.from({ length: mostOpen + 3 }, () => unique("new"));
    const told = await Promise.allSettled(names.map((username) => claimAbout(here.me, { username })));
    expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(mostOpen);
    expect(await standings()).toEqual(Array(mostOpen).fill("waiting"));
    await claimAbout(here.member(here.other), { username: names[0] ?? "" });
  });

  it("with input that says nothing, and about a member of another community", async () => {
    const elsewhere = await openClaimCommunity(stage);
    const theirs = await elsewhere.buyer(3);
    await expect(claimAbout(here.me, { userId: theirs.id })).rejects.toMatchObject({ code: "not_found" });
    const bad = [
      { words: inWords, toldOn: "2026-11-10" },
      { username: "a", userId: theirs.id, words: inWords, toldOn: "2026-11-10" },
      { username: "two words", words: inWords, toldOn: "2026-11-10" },
      { username: "a", words: "short", toldOn: "2026-11-10" },
      { username: "a", words: inWords, toldOn: "2026-11-23" },
      { username: "a", words: inWords, toldOn: "2026-02-30" },
    ];
    for (const input of bad)
      await expect(fileClaim(here.me, input)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(claimAbout(here.system, { username: "a" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a claim about a newcomer", () => {
  it("waits until somebody of that user name joins, and can then be approved", async () => {
    const username = unique("Newcomer");
    const { id } = await claimAbout(here.me, { username: `@${username}` });
    expect(await countOpenClaims(here.team)).toBe(0);
    await expect(approveClaim(here.team, { id })).rejects.toThrow("has not joined yet");
    expect((await listClaims(here.team, { standing: "waiting" })).claims).toMatchObject([
      { id, referred: null, referredUsername: username, prospect: null },
    ]);
    const joined = await makeMember(here.system, { username: username.toLowerCase() });
    await recordPurchase(here.system, { codeId: null, at: daysAgo(0), whopUserId: joined.whopUserId });
    await settle(here.system, joined.whopUserId);
    expect(await claimRow(here.system, id)).toMatchObject({ referredId: joined.id, status: "open" });
    expect(await countOpenClaims(here.team)).toBe(1);
    expect((await listClaims(here.team, { search: username })).claims).toMatchObject([{ id }]);
    await approveClaim(here.team, { id });
    await here.drain();
    expect(await referralsIn(here.system)).toMatchObject([
      { referrerId: here.claimer.id, evidence: "claim" },
    ]);
  });

  it("ends where the claimer had claimed the same person by then", async () => {
    const username = unique("newcomer");
    const byName = await claimAbout(here.me, { username });
    const joined = await makeMember(here.system, { username: null });
    const chosen = await claimAbout(here.me, { userId: joined.id });
    expect(await standings()).toEqual(["open", "waiting"]);
    await ensureMember(here.system, { whopUserId: joined.whopUserId, username });
    await recordPurchase(here.system, { codeId: null, at: daysAgo(0), whopUserId: joined.whopUserId });
    await settle(here.system, joined.whopUserId);
    expect(await claimRow(here.system, byName.id)).toMatchObject({ status: "withdrawn" });
    expect(await claimRow(here.system, chosen.id)).toMatchObject({ status: "open" });
  });
});

it("is about members who are shown by their name, or named by whoever knows their user name", async () => {
  const name = unique("Hidden ");
  const hidden = await makeMember(here.system, { name, joinedAt: daysAgo(2) });
  expect(await findMembersToClaim(here.me, { search: name })).toMatchObject([{ userId: hidden.id }]);
  const they = asMember(stage.services, here.companyId, hidden);
  await updatePreferences(they, { visibility: "hidden" });
  expect(await findMembersToClaim(here.me, { search: name })).toEqual([]);
  const username = hidden.whopUserId.slice(5);
  await claimAbout(here.me, { username });
  const { claims } = await listMyClaims(here.me);
  expect(claims[0]?.referred).toEqual({ name: `@${username}`, avatarUrl: null });
});

describe("the name of somebody who does not show it", () => {
  const name = "Robert Hidden-Smith";
  async function hide(joinedAt: Date) {
    const hidden = await makeMember(here.system, { name, joinedAt });
    await updatePreferences(asMember(stage.services, here.companyId, hidden), { visibility: "hidden" });
    return { ...hidden, username: hidden.whopUserId.slice(5) };
  }
  const refusal = async (whom: { username: string } | { userId: string }) => {
    const error = await claimAbout(here.me, whom).then(
      () => null,
      (refused: Error) => refused,
    );
    return error?.message ?? "it was taken";
  };

  it("is not in what a claimer is refused with, who knows the user name", async () => {
    const before = await hide(daysAgo(900));
    expect(await refusal({ username: before.username })).toMatch(
      new RegExp(`^@${before.username} was a member before`),
    );
    const since = await hide(daysAgo(2));
    await claimAbout(here.me, { username: since.username });
    expect(await refusal({ username: since.username })).toContain(`@${since.username}`);
  });

  it("is not in what a claimer is told, unless the team believes it", async () => {
    const { username } = await hide(daysAgo(2));
    const { id } = await claimAbout(here.me, { username });
    await rejectClaim(here.team, { id, reason: "Nobody of us remembers that." });
    const told = await transact(here.system, (tx) =>
      tx.select().from(notifications).where(eq(notifications.recipient, here.claimer.id)),
    );
    expect(told).toMatchObject([{ kind: "claim_decided" }]);
    expect(JSON.stringify(told)).toContain(`@${username}`);
    expect(JSON.stringify(told)).not.toContain(name);
    expect(await refusal({ username })).not.toContain(name);
  });

  it("cannot be asked for by an id that a board shows", async () => {
    const { id } = await hide(daysAgo(900));
    await expect(claimAbout(here.me, { userId: id })).rejects.toMatchObject({ code: "not_found" });
  });
});
