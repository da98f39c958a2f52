import { z } from "zod";
import { reconciliationCauses } from "#db/enums.ts";

const companyId = z.string().regex(/^biz_[A-Za-z0-9_-]{1,60}$/);
const whopUserId = z.string().min(1).max(100);
const company = z.strictObject({ companyId });

export type JobLane = "swift" | "slow";

type JobKind = {
  /** Every payload names its company: the work is done in that tenant and no other. */
  payload: z.ZodType<{ companyId: string }>;
  /** Payloads taken at once, more or less. Equal ones among them are one piece of work. */
  batchSize: number;
  /** Different payloads of one company that may be one piece of work, when they were sent or taken together. */
  together: number;
  /** Which share of the worker it uses: what waits for Whop must not keep waiting what does not. */
  lane: JobLane;
  /** After a batch that was not full, a rest so many times as long as it took: what comes meanwhile is one batch. */
  rest: number;
  /** It counts what others decide: in a rush the deciding goes first. */
  givesWay: boolean;
  /** Longest a run may take, in seconds, before another worker may take it up. */
  expireSeconds: number;
  /** All that it does is ask Whop: while Whop does not answer it is left in the queue, and loses no attempt. */
  waitsForWhop: boolean;
  /** Every run goes to the job log, not only those that failed: a person waits for it or asks about it. */
  isLogged: boolean;
};

/** Many, small, and people wait for what follows from them. */
const swift = {
  lane: "swift" as const,
  batchSize: 100,
  together: 1,
  rest: 0,
  givesWay: false,
  expireSeconds: 120,
  waitsForWhop: false,
  isLogged: false,
};
/** Nearly all of the work is the same for one as for hundreds: they are settled as a set. */
const inSets = { ...swift, batchSize: 1_000, together: 250, rest: 1 };
/** Numbers that follow from what was decided. */
const numbers = { ...inSets, rest: 9, givesWay: true };
/** Calls Whop, so it takes seconds and its failures matter to the owner. */
const remote = {
  lane: "slow" as const,
  batchSize: 10,
  together: 1,
  rest: 0,
  givesWay: false,
  expireSeconds: 300,
  waitsForWhop: false,
  isLogged: false,
};
/** Nothing but calls to Whop. */
const forWhop = { ...remote, waitsForWhop: true };
/** Reads or rebuilds a lot. */
const long = {
  lane: "slow" as const,
  batchSize: 2,
  together: 1,
  rest: 0,
  givesWay: false,
  expireSeconds: 3600,
  waitsForWhop: false,
  isLogged: true,
};

export const jobCatalog = {
  "settle-referral": { payload: z.strictObject({ companyId, whopUserId }), ...inSets },
  "evaluate-rewards": { payload: z.strictObject({ companyId, userId: z.uuid() }), ...inSets },
  "deliver-reward": {
    payload: z.strictObject({ companyId, deliveryId: z.uuid() }),
    ...remote,
    isLogged: true,
  },
  "settle-reward-payables": { payload: z.strictObject({ companyId, userId: z.uuid() }), ...inSets },
  "make-checkout-code": { payload: z.strictObject({ companyId, rewardId: z.uuid() }), ...remote },
  "archive-checkout-code": {
    payload: z.strictObject({
      companyId,
      rewardId: z.uuid(),
      promoCodeId: z.string().max(100).optional(),
      code: z.string().max(100).optional(),
    }),
    ...remote,
  },
  "settle-commissions": { payload: z.strictObject({ companyId, affiliateId: z.uuid() }), ...inSets },
  /** Of these members, or of everybody. */
  "settle-affiliates": {
    payload: z.strictObject({ companyId, userIds: z.array(z.uuid()).max(1_000).optional() }),
    ...swift,
  },
  /** Time has come for a campaign to begin, to close or to be settled. */
  "advance-campaign": {
    payload: z.strictObject({ companyId, campaignId: z.uuid() }),
    ...swift,
    expireSeconds: 900,
    isLogged: true,
  },
  "score-campaigns": { payload: z.strictObject({ companyId, userId: z.uuid() }), ...inSets },
  "read-payment-fees": {
    payload: z.strictObject({ companyId, paymentId: z.string().min(1).max(100) }),
    ...forWhop,
  },
  "pay-item": { payload: z.strictObject({ companyId, itemId: z.uuid() }), ...remote, isLogged: true },
  "ready-payout": { payload: z.strictObject({ companyId, payoutId: z.uuid() }), ...swift, isLogged: true },
  /** The timer names the instant up to which it is to draft; without one, only the timer is set anew. */
  "schedule-payout": {
    payload: z.strictObject({ companyId, cutoffAt: z.iso.datetime().optional() }),
    ...swift,
    isLogged: true,
  },
  "release-redemption": { payload: z.strictObject({ companyId, redemptionId: z.uuid() }), ...swift },
  "expire-redemption": { payload: z.strictObject({ companyId, redemptionId: z.uuid() }), ...swift },
  "create-checkout": { payload: z.strictObject({ companyId, codeId: z.uuid() }), ...forWhop },
  "roll-up-clicks": { payload: company, ...swift, batchSize: 20 },
  /** Of these members, or of everybody. */
  "refresh-member-stats": {
    payload: z.strictObject({ companyId, userIds: z.array(z.uuid()).min(1).max(1_000).optional() }),
    ...numbers,
  },
  /** Of these members, or of everybody. */
  "refresh-trust": {
    payload: z.strictObject({ companyId, userIds: z.array(z.uuid()).min(1).max(1_000).optional() }),
    ...numbers,
  },
  "daily-metrics": { payload: company, ...long },
  "compare-stats": { payload: company, ...long },
  "refresh-catalog": { payload: company, ...forWhop, isLogged: true },
  "refresh-profile": { payload: z.strictObject({ companyId, whopUserId }), ...forWhop },
  /** Without a run, one is begun; it is the run that people watch. */
  reconcile: {
    payload: z.strictObject({ companyId, cause: z.enum(reconciliationCauses), runId: z.uuid().optional() }),
    ...long,
    isLogged: false,
  },
  "erase-member": {
    payload: z.strictObject({ companyId, userId: z.uuid(), giveUpEarnings: z.boolean() }),
    ...long,
    lane: "swift",
  },
  "make-export": { payload: z.strictObject({ companyId, exportId: z.uuid() }), ...long },
  "remove-exports": { payload: company, ...long },
  /** What is due to be told now, and nothing while Whop does not answer. */
  "send-notifications": { payload: company, ...forWhop },
  "tell-campaign": {
    payload: z.strictObject({ companyId, campaignId: z.uuid(), what: z.enum(["starting", "ending"]) }),
    ...swift,
  },
  "tell-team": { payload: company, ...swift },
  "process-parked": { payload: company, ...remote, isLogged: true },
} satisfies Record<string, JobKind>;

export type JobName = keyof typeof jobCatalog;
export type JobPayload<N extends JobName> = z.output<(typeof jobCatalog)[N]["payload"]>;

/** Object.keys forgets that the catalog has exactly these keys. */
export const jobNames = Object.keys(jobCatalog) as JobName[];

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobCatalog, name);
}
