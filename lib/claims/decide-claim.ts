import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { referralClaims } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { type Member, membersById, toldName } from "../members/index.ts";
import { notify } from "../notifications/index.ts";
import { type ClaimRow, knownToClaimer, lockClaim, namedIn } from "./claim.ts";
import { refuseUnfounded } from "./refuse-unfounded.ts";

export const ApproveClaimInput = z.strictObject({ id: z.uuid() });
export type ApproveClaimInput = z.infer<typeof ApproveClaimInput>;

const withReason = z.strictObject({
  id: z.uuid(),
  /** The member reads it. */
  reason: z
    .string()
    .trim()
    .min(3, problem("input.whyInWords", { least: 3 }))
    .max(500),
});

export const RejectClaimInput = withReason;
export type RejectClaimInput = z.infer<typeof RejectClaimInput>;

export const RevokeClaimInput = withReason;
export type RevokeClaimInput = z.infer<typeof RevokeClaimInput>;

/**
 * The team believes a claim: it is evidence from now on, the weakest there is. @throws AppError conflict where it
 * would credit nobody, or when it is decided
 */
export async function approveClaim(ctx: Ctx, input: ApproveClaimInput): Promise<{ id: string }> {
  const { id } = parseInput(ApproveClaimInput, input);
  return decide(ctx, id, async (ctx, claim, { claimer, referred }) => {
    refuseUnlessOpen(claim);
    if (!referred) {
      const member = namedIn(claim, referred) ?? say("claim.newcomer");
      throw new AppError("conflict", say("claim.notJoined", { member }));
    }
    const member = toldName(referred);
    const weighed = await refuseUnfounded(ctx, { claim, claimer, referred });
    if (weighed === null) throw new AppError("conflict", say("claim.notJoined", { member }));
    if (weighed.weighed.verdict !== "won")
      throw new AppError("conflict", say("claim.outweighed", { member }));
    await refuseSecond(ctx, referred);
    return { to: "approved", from: "open", reason: null };
  });
}

/** The team does not believe it. */
export async function rejectClaim(ctx: Ctx, input: RejectClaimInput): Promise<{ id: string }> {
  const { id, reason } = parseInput(RejectClaimInput, input);
  return decide(ctx, id, async (_ctx, claim) => {
    refuseUnlessOpen(claim);
    return { to: "rejected", from: "open", reason };
  });
}

/** The team believes it no longer: the credit goes, and what it earned is taken back as after a refund. */
export async function revokeClaim(ctx: Ctx, input: RevokeClaimInput): Promise<{ id: string }> {
  const { id, reason } = parseInput(RevokeClaimInput, input);
  return decide(ctx, id, async (_ctx, claim) => {
    if (claim.status !== "approved") throw new AppError("conflict", say("claim.notApproved"));
    return { to: "rejected", from: "approved", reason };
  });
}

type Parties = { claimer: Member; referred: Member | undefined };
type Verdict = { to: "approved" | "rejected"; from: "open" | "approved"; reason: string | null };

async function decide(
  ctx: Ctx,
  id: string,
  judge: (ctx: Ctx, claim: ClaimRow, parties: Parties) => Promise<Verdict>,
): Promise<{ id: string }> {
  requireOwner(ctx);
  const { actor } = ctx;
  if (actor.kind !== "owner") throw new AppError("forbidden", say("access.personDecides"));
  return transact(ctx, async (tx, ctx) => {
    const claim = await lockClaim(ctx, id);
    if (claim.claimerId === actor.userId) throw new AppError("conflict", say("claim.ownDecision"));
    const people = await membersById(ctx, [claim.claimerId, claim.referredId ?? claim.claimerId]);
    const claimer = people.get(claim.claimerId);
    if (!claimer) throw new Error("A claim names a member who is not there");
    const parties = { claimer, referred: people.get(claim.referredId ?? "") };
    const { to, from, reason } = await judge(ctx, claim, parties);
    const now = ctx.clock.now();
    const { companyId } = ctx;
    const decided = await tx
      .update(referralClaims)
      .set({
        status: to,
        ...(to === "approved" ? { approvedAt: now } : {}),
        decidedAt: now,
        decidedBy: actor.userId,
        decisionReason: reason,
        updatedAt: now,
      })
      .where(
        and(
          eq(referralClaims.companyId, companyId),
          eq(referralClaims.id, id),
          eq(referralClaims.status, from),
        ),
      )
      .returning({ id: referralClaims.id });
    // Nobody holds a lock on the claims about somebody who is not known.
    if (decided.length === 0) throw new AppError("conflict", say("claim.notApproved"));
    const done = from === "approved" ? "revoked" : to;
    await recordAudit(ctx, {
      action: `claim.${done}`,
      subjectType: "claim",
      subjectId: id,
      details: reason === null ? {} : { reason },
    });
    await tellClaimer(ctx, claim, parties, done);
    if (parties.referred && done !== "rejected")
      await enqueue(ctx, tx, "settle-referral", { companyId, whopUserId: parties.referred.whopUserId });
    return { id };
  });
}

const told = {
  approved: "notification.claimApproved",
  rejected: "notification.claimRejected",
  revoked: "notification.claimRevoked",
} as const;

async function tellClaimer(
  ctx: Ctx,
  claim: ClaimRow,
  { referred }: Parties,
  done: keyof typeof told,
): Promise<void> {
  const known = done === "approved" ? referred : knownToClaimer(claim, referred);
  const member = namedIn(claim, known) ?? say("claim.newcomer");
  await notify(ctx, [
    {
      recipient: claim.claimerId,
      kind: "claim_decided",
      subject: `claim:${claim.id}:${done}`,
      told: say(told[done], { member }),
      restPath: "/claims",
    },
  ]);
}

function refuseUnlessOpen({ status }: ClaimRow): void {
  if (status !== "open") throw new AppError("conflict", say("claim.decidedAlready", { status }));
}

async function refuseSecond(ctx: Ctx, referred: Member): Promise<void> {
  const { companyId, referredId, status } = referralClaims;
  const others = await transact(ctx, (tx) =>
    tx.$count(
      referralClaims,
      and(eq(companyId, ctx.companyId), eq(referredId, referred.id), eq(status, "approved")),
    ),
  );
  if (others > 0) throw new AppError("conflict", say("claim.otherApproved", { member: toldName(referred) }));
}
