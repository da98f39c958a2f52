import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLogs } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { createLink, listLinks } from "#lib/links/index.ts";
import { erasedName } from "#lib/members/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asMember, asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

async function openCommunity() {
  const { system, companyId } = await makeCompany(stage.services);
  const kira = await makeMember(system, { name: unique("Kira ") });
  return {
    system,
    companyId,
    kira,
    erase: () => runJob(system, "erase-member", { companyId, userId: kira.id, giveUpEarnings: false }),
  };
}

/** Until somebody waits for what another transaction has locked. */
async function somebodyWaits(): Promise<string> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const [row] = await stage.services.db.hot<{ many: number }[]>`
      SELECT count(*)::int AS many FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (row && row.many > 0) return "waits";
    await sleep(10);
  }
  return "nobody waited";
}

const auditsIn = (system: Ctx) =>
  transact(system, (tx) => tx.select().from(auditLogs).where(eq(auditLogs.companyId, system.companyId)));

test.each([
  ["a member", asMember],
  ["one of the team", asOwner],
])("%s who was erased does nothing more, also where a server knows their name", async (_who, as) => {
  const { system, companyId, kira, erase } = await openCommunity();
  const remembered = as(stage.services, companyId, kira);
  await createLink(remembered, { channel: "x" });
  await erase();
  await expect(createLink(remembered, { channel: "x" })).rejects.toMatchObject({ code: "gone" });
  expect(await listLinks(remembered)).toHaveLength(1);
  expect(JSON.stringify(await auditsIn(system))).not.toContain(kira.name);
});

test("what somebody does at the moment they are erased is done first, and its record is cleaned", async () => {
  const { system, companyId, kira, erase } = await openCommunity();
  let erasure = Promise.resolve();
  await transact(asMember(stage.services, companyId, kira), async (_tx, ctx) => {
    await createLink(ctx, { code: `kira-${kira.id.slice(-8)}` });
    erasure = erase();
    expect(await Promise.race([somebodyWaits(), erasure.then(() => "did not wait")])).toBe("waits");
  });
  await erasure;
  const audits = await auditsIn(system);
  expect(audits.filter(({ action }) => action === "link.created")).toMatchObject([{ actorName: erasedName }]);
  expect(JSON.stringify(audits)).not.toContain("kira-");
  expect(await listLinks(system, { userId: kira.id })).toMatchObject([
    { isActive: false, code: expect.stringMatching(/^erased-/) },
  ]);
});
