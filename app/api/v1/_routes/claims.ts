import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import { evidenceKinds } from "#db/enums.ts";
import {
  ApproveClaimInput,
  ApproveClaimsInput,
  approveClaim,
  approveClaims,
  claimStandings,
  type DecidedClaims,
  FileClaimInput,
  FindMembersToClaimInput,
  fileClaim,
  findMembersToClaim,
  ListClaimsInput,
  type ListedClaim,
  listClaims,
  listMyClaims,
  RejectClaimInput,
  RejectClaimsInput,
  RevokeClaimInput,
  rejectClaim,
  rejectClaims,
  revokeClaim,
  WithdrawClaimInput,
  withdrawClaim,
} from "#lib/claims/index.ts";
import { wordsOf } from "#lib/core/said.ts";

const Party = z.object({ userId: id, name: z.string(), avatarUrl: z.string().nullable() });

const ForTeam = z.object({
  claimer: Party,
  referredId: id.nullable().meta({ description: "Null while nobody of the name is known here" }),
  decidedBy: z.string().nullable(),
  joinedAt: instant.nullable().meta({ description: "The person's first membership or payment" }),
  evidence: z
    .object({ ownClicks: z.int(), lastOwnClickAt: instant.nullable(), otherClicks: z.int() })
    .nullable()
    .meta({
      description:
        "People's clicks on the claimer's links in the window before the joining, and on all others in the day before it",
    }),
  credit: z
    .object({ referralId: id, referrer: Party, evidence: z.enum(evidenceKinds) })
    .nullable()
    .meta({ description: "Who has the credit now" }),
  prospect: z
    .object({ possible: z.boolean(), sentence: told })
    .nullable()
    .meta({ description: "What approving would come to; null once decided" }),
});

const ClaimOutput = z.object({
  id,
  standing: z.enum(claimStandings),
  referred: z
    .object({ name: told.nullable(), avatarUrl: z.string().nullable() })
    .meta({ description: "Whom it is about; nameless once erased" }),
  words: z.string().nullable(),
  toldOn: z.iso.date().meta({ description: "The day on which the claimer says they told them" }),
  filedAt: instant,
  decidedAt: instant.nullable(),
  sentence: told.meta({ description: "How it stands" }),
  reason: z.string().nullable().meta({ description: "What the team wrote to a no" }),
  team: ForTeam.nullable().meta({ description: "For the team only: what there is besides the word" }),
});

function present(claim: ListedClaim): z.input<typeof ClaimOutput> {
  const { referred, referredUsername } = claim;
  const name = referred?.name ?? (referredUsername === null ? null : `@${referredUsername}`);
  return {
    ...claim,
    referred: { name, avatarUrl: referred?.avatarUrl ?? null },
    team: { ...claim, referredId: referred?.userId ?? null },
  };
}

const Done = z.object({ id });
const DecidedOutput = z.object({
  done: z.array(id),
  refused: z.array(z.object({ id, reason: z.string().meta({ description: "In the reader's language" }) })),
});

function inWords({ done, refused }: DecidedClaims, language: Locale): z.input<typeof DecidedOutput> {
  return { done, refused: refused.map(({ id, reason }) => ({ id, reason: wordsOf(reason, language) })) };
}

export const claimRoutes = [
  route({
    method: "GET",
    path: "/api/v1/claims",
    summary: "Claims that a referral is missing: the team's list, or with an experienceId the member's own",
    access: "either",
    input: ListClaimsInput,
    output: z.object({ claims: z.array(ClaimOutput), nextCursor: id.nullable() }),
    run: async (ctx, { cursor, limit, ...filter }) => {
      const paging = { limit, ...(cursor ? { cursor } : {}) };
      if (ctx.actor.kind === "member") {
        const { claims, nextCursor } = await listMyClaims(ctx, paging);
        return { claims: claims.map((claim) => ({ ...claim, team: null })), nextCursor };
      }
      const { claims, nextCursor } = await listClaims(ctx, { ...filter, ...paging });
      return { claims: claims.map(present), nextCursor };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/claims/candidates",
    summary: "Members one may claim to have brought, by a part of their name",
    access: "member",
    input: FindMembersToClaimInput,
    output: z.object({
      members: z.array(
        z.object({
          userId: id,
          name: z.string(),
          username: z.string().nullable(),
          avatarUrl: z.string().nullable(),
        }),
      ),
    }),
    run: async (ctx, input) => ({ members: await findMembersToClaim(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/claims",
    summary: "Say that one brought a member whose checkout does not say so",
    access: "member",
    status: 201,
    input: FileClaimInput,
    output: Done,
    run: fileClaim,
  }),
  route({
    method: "POST",
    path: "/api/v1/claims/approve",
    summary: "Approve many at once; what cannot be approved is named",
    access: "owner",
    input: ApproveClaimsInput,
    output: DecidedOutput,
    run: async (ctx, input, language) => inWords(await approveClaims(ctx, input), language),
  }),
  route({
    method: "POST",
    path: "/api/v1/claims/reject",
    summary: "Decide against many at once, for a reason the members read",
    access: "owner",
    input: RejectClaimsInput,
    output: DecidedOutput,
    run: async (ctx, input, language) => inWords(await rejectClaims(ctx, input), language),
  }),
  route({
    method: "POST",
    path: "/api/v1/claims/{id}/withdraw",
    summary: "Take one's own claim back before it is decided",
    access: "member",
    input: WithdrawClaimInput,
    output: Done,
    run: withdrawClaim,
  }),
  route({
    method: "POST",
    path: "/api/v1/claims/{id}/approve",
    summary: "Believe a claim: it credits its claimer where no checkout says otherwise",
    access: "owner",
    input: ApproveClaimInput,
    output: Done,
    run: approveClaim,
  }),
  route({
    method: "POST",
    path: "/api/v1/claims/{id}/reject",
    summary: "Decide against a claim, with a reason the member reads",
    access: "owner",
    input: RejectClaimInput,
    output: Done,
    run: rejectClaim,
  }),
  route({
    method: "POST",
    path: "/api/v1/claims/{id}/revoke",
    summary: "Take an approval back: the credit goes, with what it earned",
    access: "owner",
    input: RevokeClaimInput,
    output: Done,
    run: revokeClaim,
  }),
];
