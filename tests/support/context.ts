import type { Database } from "#db/client.ts";
import { openDatabase } from "#db/client.ts";
import { fixedClock } from "#lib/core/clock.ts";
import type { Actor, Ctx, JobSender } from "#lib/core/context.ts";
import { createLogger } from "#lib/core/log.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";
import type { Services } from "#lib/core/services.ts";
import { contextFor } from "#lib/core/services.ts";
import type { WhopPlatform } from "#lib/whop/platform.ts";
import { WhopError } from "#lib/whop/platform.ts";

export const testSecret = "test-secret-of-at-least-thirty-two-characters";
export const testNow = new Date("2026-11-21T12:00:00.000Z");

export type SentJob = { name: string; payload: Record<string, unknown>; startAfterSeconds?: number };

/** Collects what verbs put on the queue; tests of the queue itself use the real one. */
export function collectJobs(): JobSender & { sent: SentJob[]; named(name: string): SentJob[] } {
  const sent: SentJob[] = [];
  return {
    sent,
    named: (name) => sent.filter((job) => job.name === name),
    async send(_tx, name, payloads, options) {
      for (const payload of payloads) sent.push({ name, payload: { ...payload }, ...options });
    },
  };
}

/** Whop as it looks when it cannot be reached. Tests that need Whop pass the adapter on a sandbox. */
export function unreachableWhop(): WhopPlatform {
  const fail = (operation: string) => () => {
    throw new WhopError("not_sent", operation, "Whop cannot be reached in this test");
  };
  return {
    circuit: () => "closed",
    getUser: fail("getUser"),
    checkAccess: fail("checkAccess"),
    getCompany: fail("getCompany"),
    getExperience: fail("getExperience"),
    listPlans: fail("listPlans"),
    listProducts: fail("listProducts"),
    listMemberships: fail("listMemberships"),
    getMembership: fail("getMembership"),
    listPaymentFees: fail("listPaymentFees"),
    listPayments: fail("listPayments"),
    listRefunds: fail("listRefunds"),
    listDisputes: fail("listDisputes"),
    listWebhooks: fail("listWebhooks"),
    createCheckout: fail("createCheckout"),
    createPromoCode: fail("createPromoCode"),
    findPromoCode: fail("findPromoCode"),
    getPromoCode: fail("getPromoCode"),
    archivePromoCode: fail("archivePromoCode"),
    addFreeDays: fail("addFreeDays"),
    createTransfer: fail("createTransfer"),
    listTransfers: fail("listTransfers"),
    createNotification: fail("createNotification"),
  };
}

export type TestServices = Omit<Services, "jobs" | "clock"> & {
  jobs: ReturnType<typeof collectJobs>;
  clock: ReturnType<typeof fixedClock>;
};

export type TestServicesOptions = { now?: Date; whop?: WhopPlatform; max?: number };

/** Services on a test database (its app role's url): real Postgres, a clock that stands still, collected jobs. */
export function openTestServices(appUrl: string, options: TestServicesOptions = {}): TestServices {
  const db: Database = openDatabase(appUrl, {
    max: options.max ?? 4,
    hotMax: 2,
    applicationName: "referly-test",
  });
  return {
    db,
    whop: options.whop ?? unreachableWhop(),
    jobs: collectJobs(),
    clock: fixedClock(options.now ?? testNow),
    secrets: deriveSecrets(testSecret),
    origins: { app: "http://localhost:3000", whop: ["http://localhost:3100"] },
    log: createLogger("test", "silent"),
  };
}

export function asSystem(services: Services | TestServices, companyId: string, name = "test"): Ctx {
  return contextFor(services, companyId, { kind: "system", name });
}

export function asActor(services: Services | TestServices, companyId: string, actor: Actor): Ctx {
  return contextFor(services, companyId, actor);
}
