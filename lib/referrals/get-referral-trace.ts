import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { attributionDecisions, referrals } from "#db/schema/index.ts";
import { sayReason } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import type { Said } from "../core/said.ts";
import { toldName } from "../members/index.ts";
import { ownPartOf } from "./own-part.ts";
import { type Party, partyOf } from "./parties.ts";
import type { ReferralRow } from "./referral-row.ts";
import { type ReferralState, sentenceOfReferral, stateOfReferral } from "./referral-state.ts";
import { loadTraceData } from "./trace-data.ts";
import type { TraceStep } from "./trace-step.ts";
import { stepsOf } from "./trace-steps.ts";

export const GetReferralTraceInput = z
  .strictObject({
    referralId: z.uuid().optional(),
    /** For somebody who is nobody's referral: a decision about them. */
    decisionId: z.uuid().optional(),
  })
  .refine((given) => (given.referralId === undefined) !== (given.decisionId === undefined), {
    message: problem("input.onlyOne"),
    path: ["referralId"],
  });
export type GetReferralTraceInput = z.infer<typeof GetReferralTraceInput>;

export type ReferralTrace = {
  referralId: string | null;
  referred: Party;
  referrer: Party | null;
  /** Null for somebody who is nobody's referral. */
  state: ReferralState | null;
  /** Where it stands and why, in one sentence. */
  sentence: Said;
  steps: TraceStep[];
};

/**
 * Why, or why not: every step from the click on. The team sees all of it; a member their own referrals, without
 * what would help to get around the fraud checks. @throws AppError not_found, also for another member's
 */
export async function getReferralTrace(ctx: Ctx, input: GetReferralTraceInput): Promise<ReferralTrace> {
  const { referralId, decisionId } = parseInput(GetReferralTraceInput, input);
  return transact(ctx, async (_tx, ctx) =>
    referralId === undefined ? traceOfDecision(ctx, decisionId ?? "") : traceOfReferral(ctx, referralId),
  );
}

async function traceOfReferral(ctx: Ctx, id: string): Promise<ReferralTrace> {
  const { actor } = ctx;
  const [referral] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.id, id))),
  );
  if (!referral || (actor.kind === "member" && referral.referrerId !== actor.userId))
    throw notFound("referral");
  return traceOf(ctx, referral.referredId, referral);
}

async function traceOfDecision(ctx: Ctx, id: string): Promise<ReferralTrace> {
  // A person without a referrer is nobody's business but the team's.
  if (ctx.actor.kind === "member") throw notFound("decision");
  const [decision] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(attributionDecisions)
      .where(and(eq(attributionDecisions.companyId, ctx.companyId), eq(attributionDecisions.id, id))),
  );
  if (!decision) throw notFound("decision");
  return traceOf(ctx, decision.referredId, null);
}

async function traceOf(ctx: Ctx, referredId: string, referral: ReferralRow | null): Promise<ReferralTrace> {
  const audience = ctx.actor.kind === "member" ? "member" : "owner";
  const all = await loadTraceData(ctx, referredId, referral);
  const data = audience === "owner" ? all : ownPartOf(all);
  const name = toldName(data.referred);
  const last = data.decisions.at(-1);
  const sentence = referral
    ? sentenceOfReferral(referral, name, audience)
    : sayReason(last?.reason ?? "no_evidence", {
        member: name,
        ...(last && { version: last.rulesVersion, windowDays: last.details.windowDays }),
      });
  return {
    referralId: referral?.id ?? null,
    referred: partyOf(data.people, referredId),
    referrer: referral ? partyOf(data.people, referral.referrerId) : null,
    state: referral ? stateOfReferral(referral) : null,
    sentence,
    steps: stepsOf(data, audience),
  };
}
