import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { transact } from "#lib/core/context.ts";
import { createLogger } from "#lib/core/log.ts";
import type { Services } from "#lib/core/services.ts";
import { enqueueEach } from "#lib/jobs/index.ts";
import { openQueue, type Queue } from "#lib/jobs/queue.ts";
import { openWorkshop, workJobs } from "#lib/runtime/work-jobs.ts";
import { testNow } from "#tests/support/context.ts";
import { makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordPurchase,
  referralsIn,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let queue: Queue;
let admin: postgres.Sql;
let services: Services;
beforeAll(async () => {
  stage = await openReferralStage();
  queue = openQueue(stage.database.appUrl, { role: "worker", log: createLogger("test", "silent") });
  admin = postgres(stage.database.superUrl, { max: 1, onnotice: () => {} });
  services = { ...stage.services, jobs: queue };
});
afterAll(async () => {
  await Promise.all([queue.close(), admin.end()]);
  await stage.close();
});

it("of people who are settled together one who always fails fails alone, and the rest are settled at once", async () => {
  const { companyId, system } = await makeCompany(services);
  const link = await makeLink(system, (await makeMember(system)).id);
  const buyers = [];
  for (let nth = 0; nth < 9; nth += 1) {
    const at = new Date(testNow.getTime() - 3_600_000 + nth);
    buyers.push(await recordPurchase(system, { codeId: link.id, at }));
  }
  const poison = String(buyers[5]?.whopUserId);
  const [guilty] =
    await admin`SELECT id FROM users WHERE company_id = ${companyId} AND whop_user_id = ${poison}`;
  // A rule in the database that nobody planned for; the superuser sets it, the app meets it.
  await admin.unsafe(
    `ALTER TABLE referrals ADD CONSTRAINT broken CHECK (referred_id <> '${guilty?.id}') NOT VALID`,
  );
  const payloads = buyers.map(({ whopUserId }) => ({ companyId, whopUserId }));
  await transact(system, (tx, ctx) => enqueueEach(ctx, tx, "settle-referral", payloads));
  expect(await workJobs(openWorkshop(services, queue), "settle-referral")).toBe(9);

  const settled = await referralsIn(system);
  expect(settled).toHaveLength(8);
  expect(settled.every(({ status }) => status === "converted")).toBe(true);
  // They were one job, which is done; whoever failed is one of their own from here on, with attempts to count.
  expect(await workJobs(openWorkshop(services, queue), "settle-referral")).toBe(1);
  const jobs = await admin`
    SELECT state, jsonb_array_length(data -> 'each') AS together, data ->> 'whopUserId' AS of FROM pgboss.job
    WHERE name = 'settle-referral' ORDER BY state`;
  expect(jobs).toEqual([
    { state: "retry", together: null, of: poison },
    { state: "completed", together: 9, of: null },
  ]);
  const log = await admin`SELECT state, subject, message FROM job_log WHERE company_id = ${companyId}`;
  expect(log).toMatchObject([
    { state: "failed", subject: poison, message: expect.stringContaining("broken") },
  ]);

  await admin.unsafe("ALTER TABLE referrals DROP CONSTRAINT broken");
  await admin`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`;
  expect(await workJobs(openWorkshop(services, queue), "settle-referral")).toBe(1);
  expect(await referralsIn(system)).toHaveLength(9);
  const [row] = await admin`SELECT state FROM job_log WHERE company_id = ${companyId}`;
  expect(row).toMatchObject({ state: "completed" });
});
