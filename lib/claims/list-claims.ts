import { z } from "zod";
import type { EvidenceKind } from "#db/enums.ts";
import { type ClaimWeighed, newestDecisions, weighClaims } from "../attribution/index.ts";
import { currentRules } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Said, say } from "../core/said.ts";
import { displayName, type Member, membersById, toldName } from "../members/index.ts";
import { type Party, partyOf } from "../referrals/index.ts";
import type { ClaimRow } from "./claim.ts";
import { type ClaimEvidence, readClickEvidence, readStandingCredit } from "./claim-evidence.ts";
import { obstacleOf } from "./refuse-unfounded.ts";
import { sentenceOfClaim } from "./sentence.ts";
import { ClaimPaging, type ClaimStanding, claimStandings, readClaims, standingOf } from "./which-claims.ts";

export const ListClaimsInput = z.strictObject({
  ...ClaimPaging.shape,
  standing: z.enum(claimStandings).default("open"),
  /** Part of a name or user name of either side. */
  search: z.string().trim().min(1).max(100).optional(),
});
export type ListClaimsInput = z.input<typeof ListClaimsInput>;

export type ListedClaim = {
  id: string;
  standing: ClaimStanding;
  claimer: Party;
  /** Null while nobody of the name is known here. */
  referred: Party | null;
  referredUsername: string | null;
  words: string | null;
  toldOn: string;
  filedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  reason: string | null;
  sentence: Said;
  /** The person's first membership or payment; null where there is none yet. */
  joinedAt: Date | null;
  evidence: ClaimEvidence | null;
  /** Who has the credit now. */
  credit: { referralId: string; referrer: Party; evidence: EvidenceKind } | null;
  /** What a yes would come to; null once it is decided. */
  prospect: { possible: boolean; sentence: Said } | null;
};

export type ClaimPage = { claims: ListedClaim[]; nextCursor: string | null };

/** Claims with everything that is known beside the member's word. @throws AppError forbidden for members */
export async function listClaims(ctx: Ctx, input: ListClaimsInput = {}): Promise<ClaimPage> {
  requireOwner(ctx);
  const { limit, ...which } = parseInput(ListClaimsInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const rows = await readClaims(ctx, { ...which, limit });
    const page = rows.slice(0, limit);
    return {
      claims: await describe(ctx, page),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

async function describe(ctx: Ctx, rows: readonly ClaimRow[]): Promise<ListedClaim[]> {
  const referredIds = rows.flatMap(({ referredId }) => referredId ?? []);
  const credits = await readStandingCredit(ctx, referredIds);
  const people = await membersById(ctx, [
    ...rows.flatMap(({ claimerId, decidedBy }) => (decidedBy ? [claimerId, decidedBy] : [claimerId])),
    ...referredIds,
    ...[...credits.values()].map(({ referrerId }) => referrerId),
  ]);
  const about = rows.flatMap((claim) => {
    const member = people.get(claim.referredId ?? "");
    return member ? [{ claim, member }] : [];
  });
  const weighed = await weighClaims(ctx, about);
  const decided = await newestDecisions(ctx, referredIds);
  const { windowDays } = await currentRules(ctx);
  const evidence = await readClickEvidence(
    ctx,
    about.map(({ claim, member }) => ({
      id: claim.id,
      claimerId: claim.claimerId,
      referredId: member.id,
      joinedAt: joiningOf(weighed.get(claim.id)) ?? member.joinedAt ?? claim.filedAt,
      windowDays: weighed.get(claim.id)?.attribution.rules.windowDays ?? windowDays,
    })),
  );
  const listed: ListedClaim[] = [];
  for (const claim of rows) {
    const { id, claimerId, referredId, referredUsername, words, toldOn, filedAt, decidedAt } = claim;
    const [claimer, referred] = [people.get(claimerId), people.get(referredId ?? "")];
    const decider = people.get(claim.decidedBy ?? "");
    const credit = credits.get(referredId ?? "");
    const isOpen = claim.status === "open" && referred && claimer;
    listed.push({
      id,
      standing: standingOf(claim),
      claimer: partyOf(people, claimerId),
      referred: referred ? partyOf(people, referred.id) : null,
      referredUsername,
      words,
      toldOn,
      filedAt,
      decidedAt,
      decidedBy: decider ? displayName(decider) : null,
      reason: claim.decisionReason,
      sentence: sentenceOfClaim(
        { claim, claimer, referred, decided: decided.get(referredId ?? "") },
        "owner",
      ),
      joinedAt: joiningOf(weighed.get(id)) ?? referred?.joinedAt ?? null,
      evidence: evidence.get(id) ?? null,
      credit: credit ? { ...credit, referrer: partyOf(people, credit.referrerId) } : null,
      prospect: isOpen ? await prospectOf(ctx, { claim, claimer, referred }, weighed.get(id) ?? null) : null,
    });
  }
  return listed;
}

function joiningOf(weighed: ClaimWeighed | undefined): Date | null {
  return weighed ? new Date(weighed.weighed.startedAt) : null;
}

async function prospectOf(
  ctx: Ctx,
  of: { claim: ClaimRow; claimer: Member; referred: Member },
  weighed: ClaimWeighed | null,
): Promise<NonNullable<ListedClaim["prospect"]>> {
  const member = toldName(of.referred);
  const not = (why: Said) => ({ possible: false, sentence: say("claim.wouldBeRefused", { why }) });
  const obstacle = await obstacleOf(ctx, of, weighed);
  if (obstacle !== null) return not(obstacle);
  if (weighed === null) return not(say("claim.notJoined", { member }));
  if (weighed.weighed.verdict !== "won") return not(say("claim.outweighed", { member }));
  const claimer = toldName(of.claimer);
  return { possible: true, sentence: say("claim.wouldCredit", { member, claimer }) };
}
