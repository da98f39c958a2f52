import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provisionCompany, refreshCatalog, updateSettings } from "#lib/companies/index.ts";
import { hourMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { cancelExport, startExport } from "#lib/exports/index.ts";
import { openQueue } from "#lib/jobs/queue.ts";
import { createLink, listLinks } from "#lib/links/index.ts";
import { ensureMember, findMemberByWhopId, isPseudonym } from "#lib/members/index.ts";
import { eraseMember, exportMember } from "#lib/privacy/index.ts";
import { startReconciliation } from "#lib/reconciliation/index.ts";
import { createReward, listRedemptions } from "#lib/rewards/index.ts";
import { createSavedView, listSavedViews } from "#lib/saved-views/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { addUser } from "#tests/sandbox/world/arrivals.ts";
import { asSystem } from "#tests/support/context.ts";
import { dumpColumns } from "#tests/support/dump.ts";
import { asMember, asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";
import { type LossyStage, openLossyStage } from "#tests/support/lossy-stage.ts";
import { recordClicks } from "#tests/support/referral-stage.ts";

let stage: LossyStage;
let sql: postgres.Sql;

beforeAll(async () => {
  stage = await openLossyStage();
  sql = postgres(stage.database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await stage.close();
});

const newPerson = (name = unique("Somebody ")) => {
  const handle = unique("handle");
  return addUser(stage.world, { name, username: handle, email: `${handle}@inbox.test` });
};

/** A community in which a link leads to a checkout and every first referral earns a code at once. */
async function openCommunity() {
  const { company, owner, plans } = stage.community();
  const companyId = company.id;
  const system = asSystem(stage.services, companyId);
  await provisionCompany(system);
  await refreshCatalog(system);
  const { id } = await ensureMember(system, { whopUserId: owner.id });
  const team = asOwner(stage.services, companyId, { id, whopUserId: owner.id, name: "Team" });
  await updateSettings(team, { defaultPlanId: plans[0]?.id ?? null, holdDays: 0 });
  await createReward(team, {
    name: "Half off",
    threshold: 1,
    rewardType: "discount",
    rewardData: {
      kind: "percentage",
      amountOff: 50,
      currency: "USD",
      durationMonths: 1,
      newUsersOnly: false,
    },
    autoApply: true,
    holdDays: 0,
  });
  await stage.work();
  return { companyId, system, team };
}
type Community = Awaited<ReturnType<typeof openCommunity>>;

async function sharerIn(
  { companyId, system }: Community,
  user: { id: string; name: string; email: string },
  code?: string,
) {
  const { id } = await ensureMember(system, { whopUserId: user.id, name: user.name, email: user.email });
  const ctx = asMember(stage.services, companyId, { id, whopUserId: user.id, name: user.name });
  const link = await createLink(ctx, code === undefined ? { channel: "x" } : { code });
  await stage.work();
  const made = (await listLinks(ctx)).find((one) => one.id === link.id);
  return { id, ctx, codeId: link.id, purchaseUrl: made?.purchaseUrl ?? "" };
}

/** What must not change by an erasure, added up over everything. */
async function sums({ companyId }: Community) {
  const [row] = await sql`
    SELECT (SELECT sum(total_minor) FROM payments WHERE company_id = ${companyId}) AS paid,
      (SELECT sum(amount_minor) FROM refunds WHERE company_id = ${companyId}) AS refunded,
      (SELECT count(*) FROM memberships WHERE company_id = ${companyId}) AS memberships,
      (SELECT array_agg(status || review || coalesce(cancel_reason, '') ORDER BY id) FROM referrals
        WHERE company_id = ${companyId}) AS referrals,
      (SELECT sum(net_minor) FROM referral_conversions WHERE company_id = ${companyId}) AS net,
      (SELECT count(DISTINCT visitor_key) FROM referral_clicks WHERE company_id = ${companyId}) AS visitors,
      (SELECT count(*) FROM referral_clicks WHERE company_id = ${companyId}) AS clicks,
      (SELECT array_agg(status ORDER BY id) FROM reward_redemptions WHERE company_id = ${companyId}) AS rewards,
      (SELECT count(*) FROM audit_logs WHERE company_id = ${companyId} AND action NOT LIKE 'member.%') AS actions,
      (SELECT sum(score + conversions_confirmed) FROM member_stats WHERE company_id = ${companyId}) AS confirmed`;
  return row;
}

/** The columns in which one of the words stands. */
async function placesOf(words: readonly string[]): Promise<string[]> {
  const dumped = await dumpColumns(sql);
  return dumped.flatMap(({ table, column, text }) => {
    const found = words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
    return found.map((word) => `${table}.${column}: ${word}`);
  });
}

async function erase(community: Community, userId: string) {
  await eraseMember(community.team, { userId });
  await stage.work();
}

test("nothing is left of an erased member but numbers, and nothing that comes later brings them back", async () => {
  const community = await openCommunity();
  const { companyId, system, team } = community;
  const kira = newPerson(`Kira ${unique("Vantage")}`);
  const vanity = unique("kira").toLowerCase();
  const { id, ctx, purchaseUrl } = await sharerIn(community, kira, vanity);
  const other = await sharerIn(community, newPerson());
  const key = 0x1234_5678_9abc_def0n;
  const hourAgo = new Date(system.clock.now().getTime() - hourMs);
  await recordClicks(system, [
    { codeId: other.codeId, at: hourAgo, visitor: key, network: key + 1n, byCookie: true },
    { codeId: other.codeId, at: new Date(hourAgo.getTime() - hourMs), visitor: 77n },
  ]);
  // Kira was brought by somebody, bought, and brought somebody who made her earn a code.
  const bought = await stage.player.buy(other.purchaseUrl, kira.id);
  const friend = newPerson();
  await stage.player.buy(purchaseUrl, friend.id);
  await stage.settle();
  await stage.settle();
  const { items } = await listRedemptions(team, { limit: 50 });
  const reward = items.find((one) => one.userId === id);
  expect(reward?.status).toBe("granted");
  const [given] = await sql`
    SELECT request -> 'promoCode' ->> 'code' AS code FROM reward_deliveries
    WHERE company_id = ${companyId} AND redemption_id = ${reward?.id ?? ""}`;
  expect(stage.world.promoCodes.where(({ code }) => code === given?.code)).toHaveLength(1);
  await transact(team, (tx) =>
    tx.execute(
      `UPDATE fraud_cases SET decision_reason = '${kira.name} is my sister' WHERE company_id = '${companyId}'`,
    ),
  );
  const queue = openQueue(stage.database.appUrl, { role: "sender", log: stage.services.log });
  await transact(system, (tx) => queue.send(tx, "settle-referral", [{ companyId, whopUserId: kira.id }]));
  await queue.close();

  const marks = [
    kira.id,
    kira.email,
    kira.username ?? "",
    kira.name,
    vanity,
    String(key),
    String(given?.code),
  ];
  const exported = JSON.stringify(await exportMember(ctx));
  for (const mark of [kira.id, kira.email, kira.name, vanity, bought.paymentId])
    expect(exported).toContain(mark);
  expect((await placesOf(marks)).length).toBeGreaterThan(8);
  const before = await sums(community);

  await erase(community, id);
  expect(await placesOf(marks)).toEqual([]);
  expect(await sums(community)).toEqual(before);

  // The platform goes on talking about her.
  await stage.player.sandbox(`/sandbox/payments/${bought.paymentId}/renew`, {});
  await stage.player.sandbox(`/sandbox/payments/${bought.paymentId}/refund`, { amount: "1.00" });
  await stage.player.sandbox("/sandbox/webhooks", {
    type: "chat.message.created",
    companyId,
    data: { id: "msg_x", company: { id: companyId }, user: { id: kira.id, username: kira.username } },
  });
  await stage.settle();
  await startReconciliation(team);
  await stage.work();
  expect(await placesOf(marks)).toEqual([]);
  const after = await sums(community);
  expect(Number(after?.paid)).toBeGreaterThan(Number(before?.paid));
  expect(Number(after?.net)).not.toBe(Number(before?.net));

  // She opens the app again: she is nobody it knows.
  const again = await ensureMember(system, { whopUserId: kira.id, name: kira.name, username: kira.username });
  expect(again).toMatchObject({ id, name: null, username: null, email: null });
  expect(await findMemberByWhopId(system, { whopUserId: kira.id })).toMatchObject({ id });
  expect(await placesOf(marks)).toEqual([]);
});

test("an erasure done twice, or while webhooks about the person arrive, ends in one erased member", async () => {
  const community = await openCommunity();
  const { system, companyId } = community;
  const lou = newPerson(`Lou ${unique("Marrow")}`);
  const { id } = await sharerIn(community, lou);
  await eraseMember(community.team, { userId: id });
  const job = { companyId, userId: id, giveUpEarnings: false };
  await Promise.all([
    runJob(system, "erase-member", job),
    runJob(system, "erase-member", job),
    ...Array.from({ length: 8 }, () =>
      ensureMember(system, { whopUserId: lou.id, name: lou.name, email: lou.email }),
    ),
  ]);
  await ensureMember(system, { whopUserId: lou.id, name: lou.name });
  stage.services.jobs.sent.length = 0;
  expect(await placesOf([lou.id, lou.name, lou.email])).toEqual([]);
  const rows = await sql`SELECT id, whop_user_id FROM users WHERE company_id = ${companyId} AND id = ${id}`;
  expect(rows.map((row) => isPseudonym(row.whop_user_id))).toEqual([true]);
  await expect(eraseMember(community.team, { userId: id })).rejects.toMatchObject({ code: "conflict" });
});

test("a name that is also a word of ours is taken out where people write, and breaks nothing else", async () => {
  const community = await openCommunity();
  const user = addUser(stage.world, {
    name: "active",
    username: unique("credited"),
    email: "won@inbox.test",
  });
  const { id, purchaseUrl } = await sharerIn(community, user);
  await stage.player.buy(purchaseUrl, newPerson().id);
  await stage.settle();
  const before = await sums(community);
  await erase(community, id);
  expect(await sums(community)).toEqual(before);
  expect(await placesOf(["won@inbox.test", user.username ?? ""])).toEqual([]);
});

test("a member may erase and take along what is theirs; the team may for anybody of theirs, nobody else", async () => {
  const community = await openCommunity();
  const { companyId, team } = community;
  const one = await sharerIn(community, newPerson());
  const two = await sharerIn(community, newPerson());
  for (const verb of [eraseMember, exportMember]) {
    await expect(verb(one.ctx, { userId: two.id })).rejects.toMatchObject({ code: "forbidden" });
    const other = await makeCompany(stage.services);
    const stranger = asOwner(stage.services, other.companyId, await makeMember(other.system));
    await expect(verb(stranger, { userId: one.id })).rejects.toMatchObject({ code: "not_found" });
  }
  const { data } = await exportMember(team, { userId: two.id });
  expect(data.profile).toMatchObject([{ id: two.id }]);
  expect(JSON.stringify(data)).not.toContain(one.id);
  await eraseMember(one.ctx);
  await stage.work();
  const [row] = await sql`SELECT erased_at FROM users WHERE company_id = ${companyId} AND id = ${one.id}`;
  expect(row?.erased_at).not.toBeNull();
});

test("the community's owner on Whop, and whoever something is on its way to, stay known until that has ended", async () => {
  const community = await openCommunity();
  const { team } = community;
  await expect(eraseMember(team)).rejects.toMatchObject({ code: "conflict" });
  const sharer = await sharerIn(community, newPerson());
  await stage.settings({ revokedPermissions: ["promo_code:create"] });
  await stage.player.buy(sharer.purchaseUrl, newPerson().id);
  await stage.settle();
  await expect(eraseMember(sharer.ctx)).rejects.toThrow("A reward is on its way");
  await stage.settings({ revokedPermissions: [] });
});

test("what the team looked for by the member's name is forgotten with them", async () => {
  const community = await openCommunity();
  const { team } = community;
  const kira = newPerson(`Kira ${unique("Sought")}`);
  const { id } = await sharerIn(community, kira);
  await createSavedView(team, {
    page: "referrals",
    name: `About ${kira.name}`,
    query: { state: "confirmed" },
  });
  await createSavedView(team, { page: "referrals", name: "By mail", query: { search: kira.email } });
  await createSavedView(team, { page: "referrals", name: "Of others", query: { search: "somebody else" } });
  const run = await startExport(team, { kind: "referrals", filter: { search: kira.name } });
  await cancelExport(team, { id: run.id });
  await erase(community, id);
  expect((await listSavedViews(team, { page: "referrals" })).map(({ name }) => name)).toEqual(["Of others"]);
  expect(await placesOf([kira.name, kira.email])).toEqual([]);
});
