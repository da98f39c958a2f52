import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { referralCodeOptions } from "#db/schema/index.ts";
import { hourMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { updateLink } from "#lib/links/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { exportConversions, exportReferrals, listConversions, listReferrals } from "#lib/referrals/index.ts";
import { asOwner, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  decisionsAbout,
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let system: Ctx;
let team: Ctx;
let referrer: Awaited<ReturnType<typeof makeMember>>;
let link: Awaited<ReturnType<typeof makeLink>>;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  referrer = await makeMember(system);
  team = asOwner(stage.services, system.companyId, referrer);
  link = await makeLink(system, referrer.id);
});

/** Somebody buys through the link an hour later. */
async function buy() {
  stage.services.clock.advance(hourMs);
  const { whopUserId } = await recordPurchase(system, { codeId: link.id, at: stage.services.clock.now() });
  await settle(system, whopUserId);
  return whopUserId;
}

async function change(what: Omit<Parameters<typeof updateLink>[1], "id">) {
  stage.services.clock.advance(hourMs);
  await updateLink(team, { id: link.id, ...what });
}

/** The reasons of the newest decisions about everybody, settled once more, as each of their renewals would. */
async function reasonsOf(people: readonly string[]) {
  for (const whopUserId of people) await settle(system, whopUserId);
  return Promise.all(
    people.map(async (whopUserId) => {
      const { id } = await ensureMember(system, { whopUserId });
      return (await decisionsAbout(system, id)).at(-1)?.reason;
    }),
  );
}

describe("a change of a link binds whoever comes after it", () => {
  it("when its limit is lowered below the uses so far, and when it is raised or taken away", async () => {
    const people = [await buy(), await buy(), await buy()];
    await change({ maxUses: 1 });
    people.push(await buy());
    expect(await reasonsOf(people)).toEqual(["converted", "converted", "converted", "link_used_up"]);
    await change({ maxUses: 4 });
    people.push(await buy(), await buy());
    await change({ maxUses: null });
    people.push(await buy());
    expect(await reasonsOf(people)).toEqual([
      "converted",
      "converted",
      "converted",
      "link_used_up",
      "converted",
      "link_used_up",
      "converted",
    ]);
  });

  it("when it is paused and resumed, whatever else is changed meanwhile", async () => {
    const before = await buy();
    await change({ isActive: false });
    const during = await buy();
    await change({ maxUses: 50 });
    const later = await buy();
    expect(await reasonsOf([before, during, later])).toEqual(["converted", "link_paused", "link_paused"]);
    await change({ isActive: true });
    const after = await buy();
    expect(await reasonsOf([before, during, later, after])).toEqual([
      "converted",
      "link_paused",
      "link_paused",
      "converted",
    ]);
  });

  it("when its expiry passes and is taken away", async () => {
    const before = await buy();
    const soon = new Date(stage.services.clock.now().getTime() + 2 * hourMs);
    await change({ expiresAt: soon.toISOString() });
    stage.services.clock.advance(hourMs);
    const during = await buy();
    await change({ expiresAt: null });
    const after = await buy();
    expect(await reasonsOf([before, during, after])).toEqual(["converted", "link_expired", "converted"]);
  });
});

it("the sales of a credit that went away are nobody's revenue, in no list and no file", async () => {
  const kept = await buy();
  const lost = await buy();
  const { referrals: both } = await listReferrals(team);
  expect(both.map(({ revenue }) => revenue.length)).toEqual([1, 1]);
  expect((await exportConversions(team, {})).rows).toBe(2);
  // What held at the time of a purchase is rewritten only by hand; it stands for anything that takes credit away.
  const boughtAt = stage.services.clock.now();
  await transact(system, (tx) =>
    tx.insert(referralCodeOptions).values({
      companyId: system.companyId,
      codeId: link.id,
      userId: referrer.id,
      expiresAt: new Date(boughtAt.getTime() - 1),
    }),
  );
  for (const whopUserId of [kept, lost]) await settle(system, whopUserId);
  const rows = await referralsIn(system);
  expect(rows.map(({ status, cancelReason }) => [status, cancelReason])).toEqual([
    ["converted", null],
    ["cancelled", "no_longer_credited"],
  ]);
  const { referrals: listed } = await listReferrals(team);
  expect(new Map(listed.map(({ id, revenue }) => [id, revenue.length]))).toEqual(
    new Map([
      [rows[0]?.id, 1],
      [rows[1]?.id, 0],
    ]),
  );
  const { conversions } = await listConversions(team);
  expect(conversions.map(({ referralId }) => referralId)).toEqual([rows[0]?.id]);
  expect((await exportConversions(team, {})).rows).toBe(1);
  expect((await listConversions(team, { referralId: String(rows[1]?.id) })).conversions).toEqual([]);
  const { rows: count } = await exportReferrals(team, {});
  expect(count).toBe(2);
});
