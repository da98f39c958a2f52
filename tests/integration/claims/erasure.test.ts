import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { approveClaim, fileClaim, listClaims, rejectClaim } from "#lib/claims/index.ts";
import { openQueue } from "#lib/jobs/queue.ts";
import { exportMember } from "#lib/privacy/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { claimAbout, claimRow, newsFor, openClaimCommunity } from "#tests/support/claim-stage.ts";
import { dumpColumns } from "#tests/support/dump.ts";
import { makeMember, unique } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage, referralsIn } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let sql: postgres.Sql;
beforeAll(async () => {
  stage = await openReferralStage();
  // Erasing looks into the queue, whose tables it makes.
  await openQueue(stage.database.appUrl, { role: "sender", log: stage.services.log }).close();
  sql = postgres(stage.database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await stage.close();
});

it("a member takes along what they claimed and what the team made of it, and of others' claims no words", async () => {
  const here = await openClaimCommunity(stage);
  const buyer = await here.buyer(3);
  const { id } = await claimAbout(here.me, { userId: buyer.id });
  await rejectClaim(here.team, { id, reason: "Not believed" });
  const { data } = await exportMember(here.me);
  expect(data.claims).toMatchObject([{ id, status: "rejected", decisionReason: "Not believed" }]);
  const about = (await exportMember(here.team, { userId: buyer.id })).data.claimedBy;
  expect(about).toMatchObject([{ id, claimerId: here.claimer.id }]);
  expect(about?.[0]).not.toHaveProperty("words");
});

it("nothing by which a person is known stays in claims once they were erased, and what was decided does", async () => {
  const here = await openClaimCommunity(stage);
  const { system } = here;
  const name = unique("Marker ");
  const username = unique("marker_handle");
  const buyer = await here.buyer(3);
  const marked = await makeMember(system, { name, username });
  const toldOn = "2026-11-10";
  const words = `${name} and I (${username}) met on a train.`;
  // About them by id and by name, by them, and with their name in words about somebody else.
  const chosen = await fileClaim(here.me, { userId: marked.id, words: "We met on a train.", toldOn });
  const named = await fileClaim(here.member(here.other), { username, words, toldOn });
  const theirs = await fileClaim(here.member(marked), { username: "somebody.new", words, toldOn });
  const approved = await fileClaim(here.me, { userId: buyer.id, words, toldOn });
  await rejectClaim(here.team, { id: chosen.id, reason: `${name} says no` });
  await approveClaim(here.team, { id: approved.id });
  await here.drain();
  expect(await newsFor(system, here.claimer.id)).toHaveLength(2);

  await runJob(system, "erase-member", {
    companyId: here.companyId,
    userId: marked.id,
    giveUpEarnings: false,
  });
  const left = (await dumpColumns(sql)).filter(({ text }) => text.includes(name) || text.includes(username));
  expect(left.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  expect(await claimRow(system, chosen.id)).toMatchObject({ status: "rejected", words: null });
  expect(await claimRow(system, named.id)).toMatchObject({ status: "withdrawn", referredUsername: null });
  expect(await claimRow(system, theirs.id)).toMatchObject({ status: "withdrawn", words: null });
  expect((await claimRow(system, approved.id)).words).toBe(
    "Erased member and I (Erased member) met on a train.",
  );
  expect(await newsFor(system, here.claimer.id)).toEqual([`claim:${approved.id}:approved`]);
  expect(await referralsIn(system)).toMatchObject([{ referrerId: here.claimer.id, evidence: "claim" }]);
  expect((await listClaims(here.team, { standing: "approved" })).claims).toHaveLength(1);
});
