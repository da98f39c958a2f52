/**
 * A worker for rewards, payouts and notifications that kills itself at one step: step 1 is the first transaction's beginning, step 2 its
 * end, and so on with every transaction and every call to Whop. Ends with 0 when it came through.
 */
import { fixedClock } from "#lib/core/clock.ts";
import type { Services } from "#lib/core/services.ts";
import type { WhopPlatform } from "#lib/whop/index.ts";
import { runJob as runWorkflow } from "#lib/workflows/index.ts";
import { asSystem, openTestServices } from "./context.ts";
import { runPayoutJob } from "./payout-jobs.ts";
import { runJob } from "./reward-jobs.ts";
import { runDue, timerQueue } from "./timer-queue.ts";
import { adapterOn } from "./whop-sandbox.ts";

const { DATABASE_URL = "", SANDBOX = "", NOW = "", KILL_AT = "0" } = process.env;

let step = 0;
function maybeDie(): void {
  step += 1;
  if (step === Number(KILL_AT)) process.kill(process.pid, "SIGKILL");
}

async function watched<T>(work: () => Promise<T>): Promise<T> {
  maybeDie();
  const result = await work();
  maybeDie();
  return result;
}

function watchedWhop(whop: WhopPlatform): WhopPlatform {
  return {
    ...whop,
    createPromoCode: (input) => watched(() => whop.createPromoCode(input)),
    archivePromoCode: (id) => watched(() => whop.archivePromoCode(id)),
    addFreeDays: (id, days, key) => watched(() => whop.addFreeDays(id, days, key)),
    getMembership: (id) => watched(() => whop.getMembership(id)),
    createNotification: (input) => watched(() => whop.createNotification(input)),
    createTransfer: (input) => watched(() => whop.createTransfer(input)),
  };
}

const clock = fixedClock(NOW);
const { db, ...rest } = openTestServices(DATABASE_URL, { now: clock.now(), max: 2 });
const services: Services = {
  ...rest,
  clock,
  jobs: timerQueue(clock.now),
  whop: watchedWhop(adapterOn(SANDBOX, { read: 10_000, change: 10_000 })),
  db: { ...db, withTenant: (companyId, actor, fn) => watched(() => db.withTenant(companyId, actor, fn)) },
};

await runDue(services, async (job) => {
  await runJob(services, job);
  await runPayoutJob(services, job);
  if (job.name === "send-notifications")
    await runWorkflow(asSystem(services, String(job.payload.companyId)), job.name, job.payload);
});
await db.close();
