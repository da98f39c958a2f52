import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { fraudCases } from "#db/schema/index.ts";
import { hourMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { listCases, rejectCase } from "#lib/fraud/index.ts";
import { eraseMember } from "#lib/privacy/index.ts";
import { isElsewhere } from "#lib/referrals/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asOwner, makeCompany, makeLink, makeMember, unique } from "#tests/support/factories.ts";
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
let owner: Ctx;
let codeId: string;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  owner = asOwner(stage.services, system.companyId, await makeMember(system, { name: "Olga Owner" }));
  codeId = (await makeLink(system, (await makeMember(system)).id)).id;
  stage.services.jobs.sent.length = 0;
});

const at = (hours: number) => new Date(testNow.getTime() + hours * hourMs);
const settleAll = () => drainJobs(stage.services, ["settle-referral"]);

async function buy(hours: number, instrumentKey: string) {
  const bought = await recordPurchase(system, { codeId, at: at(hours), instrumentKey });
  await settle(system, bought.whopUserId);
  await settleAll();
  return bought;
}

/** It turns out that somebody was a customer before they came through the link, so that nobody has brought them. */
async function wasCustomerBefore(whopUserId: string): Promise<void> {
  await recordPurchase(system, { codeId: null, at: at(-999), whopUserId });
  await settle(system, whopUserId);
  await settleAll();
}

async function reviews(): Promise<string[]> {
  const rows = (await referralsIn(system)).filter((row) => !isElsewhere(row));
  return rows.map(({ review, isVerified }) => `${review} ${isVerified}`);
}

it("a referral is held for as long as something is found, and then released by itself, in nobody's name", async () => {
  const first = await buy(-9, "by-id:shared");
  await buy(-8, "by-id:shared");
  expect(await reviews()).toEqual(["clear true", "held false"]);
  stage.services.jobs.sent.length = 0;
  await wasCustomerBefore(first.whopUserId);
  expect(await reviews()).toEqual(["clear true"]);
  expect((await listCases(owner)).cases).toEqual([]);
  expect((await listCases(owner, { status: "released" })).cases).toMatchObject([{ decidedBy: null }]);
  expect(stage.services.jobs.named("evaluate-rewards").length).toBeGreaterThan(0);
});

it("what a person has decided stays decided, whatever is found or gone later", async () => {
  const first = await buy(-9, "by-id:shared");
  await buy(-8, "by-id:shared");
  const [open] = (await listCases(owner)).cases;
  await rejectCase(owner, { id: String(open?.id), reason: "One and the same person." });
  await wasCustomerBefore(first.whopUserId);
  expect(await reviews()).toEqual(["rejected false"]);
});

it("nobody is released because somebody was erased", async () => {
  await buy(-9, "by-id:shared");
  const second = await buy(-8, "by-id:shared");
  const [{ referredId = "" } = {}] = await referralsIn(system);
  await eraseMember(owner, { userId: referredId });
  const { companyId } = system;
  await runJob(system, "erase-member", { companyId, userId: referredId, giveUpEarnings: false });
  await settle(system, second.whopUserId);
  await settleAll();
  expect(await reviews()).toEqual(["clear true", "held false"]);
  const cases = await transact(system, (tx) =>
    tx.select().from(fraudCases).where(eq(fraudCases.companyId, companyId)),
  );
  expect(cases).toMatchObject([{ status: "open" }]);
});

it("of two with one payment method the later is held, also when both are settled at the same time", async () => {
  for (let round = 0; round < 12; round += 1) {
    const instrumentKey = unique("by-id:");
    const pair = await Promise.all(
      [0, 1].map((nth) => recordPurchase(system, { codeId, at: at(-48 - round * 24 + nth), instrumentKey })),
    );
    await Promise.all(pair.map(({ whopUserId }) => settle(system, whopUserId)));
    await settleAll();
    const rows = (await referralsIn(system)).filter(({ review }) => review === "held");
    expect(rows).toHaveLength(round + 1);
  }
});
