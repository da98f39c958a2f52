import { z } from "zod";

const companyId = z.string().regex(/^biz_[A-Za-z0-9_-]{1,60}$/);
const whopUserId = z.string().min(1).max(100);
const company = z.strictObject({ companyId });

export type JobLane = "swift" | "slow";

type JobKind = {
  /** Every payload names its company: the work is done in that tenant and no other. */
  payload: z.ZodType<{ companyId: string }>;
  /** Jobs taken at once. Equal payloads among them are one piece of work. */
  batchSize: number;
  /** Which share of the worker it uses: what waits for Whop must not keep waiting what does not. */
  lane: JobLane;
  /** Longest a run may take, in seconds, before another worker may take it up. */
  expireSeconds: number;
  /** Every run goes to the job log, not only those that failed: a person waits for it or asks about it. */
  isLogged: boolean;
};

/** Many, small, and people wait for what follows from them. */
const swift = { lane: "swift" as const, batchSize: 100, expireSeconds: 120, isLogged: false };
/** Calls Whop, so it takes seconds and its failures matter to the owner. */
const remote = { lane: "slow" as const, batchSize: 10, expireSeconds: 300, isLogged: false };
/** Reads or rebuilds a lot. */
const long = { lane: "slow" as const, batchSize: 2, expireSeconds: 3600, isLogged: true };

export const jobCatalog = {
  "settle-referral": { payload: z.strictObject({ companyId, whopUserId }), ...swift },
  "evaluate-rewards": { payload: z.strictObject({ companyId, userId: z.uuid() }), ...swift },
  "deliver-reward": {
    payload: z.strictObject({ companyId, deliveryId: z.uuid() }),
    ...remote,
    isLogged: true,
  },
  "release-redemption": { payload: z.strictObject({ companyId, redemptionId: z.uuid() }), ...swift },
  "expire-redemption": { payload: z.strictObject({ companyId, redemptionId: z.uuid() }), ...swift },
  "create-checkout": { payload: z.strictObject({ companyId, codeId: z.uuid() }), ...remote },
  "roll-up-clicks": { payload: company, ...swift, batchSize: 20 },
  "refresh-member-stats": {
    payload: z.strictObject({ companyId, userIds: z.array(z.uuid()).min(1).max(1_000) }),
    ...swift,
    batchSize: 300,
  },
  "daily-metrics": { payload: company, ...long },
  "refresh-catalog": { payload: company, ...remote, isLogged: true },
  "refresh-profile": { payload: z.strictObject({ companyId, whopUserId }), ...remote },
  "backfill-memberships": { payload: company, ...long },
  "process-parked": { payload: company, ...remote, isLogged: true },
} satisfies Record<string, JobKind>;

export type JobName = keyof typeof jobCatalog;
export type JobPayload<N extends JobName> = z.output<(typeof jobCatalog)[N]["payload"]>;

/** Object.keys forgets that the catalog has exactly these keys. */
export const jobNames = Object.keys(jobCatalog) as JobName[];

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobCatalog, name);
}
