import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hourMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { isElsewhere } from "#lib/referrals/index.ts";
import { noFinding } from "#lib/whop/index.ts";
import { applyFindings } from "#lib/workflows/apply-findings.ts";
import { testNow } from "#tests/support/context.ts";
import { makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  drainJobs,
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let system: Ctx;
let referrer: { id: string; whopUserId: string };
let codeId: string;
/** Each an hour after the one before. */
let purchases: number;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  referrer = await makeMember(system);
  codeId = (await makeLink(system, referrer.id)).id;
  stage.services.jobs.sent.length = 0;
  purchases = 9;
});

/** Whop tells of a person what they are called, and nothing that changes a fact. */
async function tell(whopUserId: string, email: string): Promise<void> {
  await applyFindings(system, [
    {
      ...noFinding,
      people: [{ whopUserId, email, username: null, name: null, avatarUrl: null, joinedAt: null }],
    },
  ]);
  await drainJobs(stage.services, ["settle-referral"]);
}

async function buy(): Promise<string> {
  const { whopUserId } = await recordPurchase(system, {
    codeId,
    at: new Date(testNow.getTime() - purchases-- * hourMs),
  });
  await settle(system, whopUserId);
  return whopUserId;
}

async function reviews(): Promise<string[]> {
  return (await referralsIn(system)).filter((row) => !isElsewhere(row)).map(({ review }) => review);
}

it("an address of the referrer that is told after the purchase is compared with the buyer's", async () => {
  await tell(await buy(), "mona+one@example.com");
  expect(await reviews()).toEqual(["clear"]);
  await tell(referrer.whopUserId, "mona@example.com");
  expect(await reviews()).toEqual(["held"]);
});

it("an address of the buyer that is told after the purchase is compared with the referrer's and the others'", async () => {
  await tell(referrer.whopUserId, "mona@example.com");
  const buyer = await buy();
  expect(await reviews()).toEqual(["clear"]);
  await tell(buyer, "mona+two@example.com");
  expect(await reviews()).toEqual(["held"]);
});

it("of two buyers with one mailbox the later is held, whenever the addresses are told", async () => {
  const first = await buy();
  await tell(await buy(), "kim+b@example.com");
  expect(await reviews()).toEqual(["clear", "clear"]);
  await tell(first, "kim+a@example.com");
  expect((await reviews()).sort()).toEqual(["clear", "held"]);
});

it("an address that turns out to be another one gives its referral free", async () => {
  await tell(referrer.whopUserId, "mona@example.com");
  const buyer = await buy();
  await tell(buyer, "mona+two@example.com");
  await tell(buyer, "nora@example.com");
  expect(await reviews()).toEqual(["clear"]);
});

it("an address that is told again settles nobody", async () => {
  const buyer = await buy();
  await tell(buyer, "nora@example.com");
  stage.services.jobs.sent.length = 0;
  await applyFindings(system, [
    {
      ...noFinding,
      people: [
        {
          whopUserId: buyer,
          email: "nora@example.com",
          username: null,
          name: null,
          avatarUrl: null,
          joinedAt: null,
        },
      ],
    },
  ]);
  expect(stage.services.jobs.named("settle-referral")).toEqual([]);
});

it("an address that is told while its buyer is being screened is compared all the same", async () => {
  for (let round = 0; round < 12; round += 1) {
    const { whopUserId } = await recordPurchase(system, {
      codeId,
      at: new Date(testNow.getTime() - (100 + round) * hourMs),
      email: `mona+${round}@example.com`,
    });
    const told = { username: null, name: null, avatarUrl: null, joinedAt: null };
    await Promise.all([
      settle(system, whopUserId),
      applyFindings(system, [
        { ...noFinding, people: [{ ...told, whopUserId: referrer.whopUserId, email: "mona@example.com" }] },
      ]),
    ]);
    await drainJobs(stage.services, ["settle-referral"]);
    expect((await reviews()).filter((review) => review !== "held")).toEqual([]);
    await applyFindings(system, [
      {
        ...noFinding,
        people: [{ ...told, whopUserId: referrer.whopUserId, email: `other${round}@example.com` }],
      },
    ]);
    await drainJobs(stage.services, ["settle-referral"]);
  }
});
