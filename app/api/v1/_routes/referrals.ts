import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import {
  conversionTypes,
  decisionOutcomes,
  evidenceKinds,
  referralStatuses,
  reviewStates,
} from "#db/enums.ts";
import {
  getReferralTrace,
  ListConversionsInput,
  ListReferralsInput,
  ListUncreditedInput,
  listConversions,
  listReferrals,
  listUncredited,
  PreviewActivationInput,
  previewActivation,
  referralStates,
  traceKinds,
} from "#lib/referrals/index.ts";

const Party = z.object({ userId: id, name: z.string(), avatarUrl: z.string().nullable() });
const decimal = z.string().meta({ description: "Decimal, in major units" });

const ReferralOutput = z.object({
  id,
  state: z.enum(referralStates).meta({ description: "How far it has come, holds and review included" }),
  status: z.enum(referralStatuses),
  review: z.enum(reviewStates),
  sentence: told.meta({ description: "Where it stands and why" }),
  evidence: z.enum(evidenceKinds),
  referrer: Party,
  referred: Party,
  code: z.string().nullable(),
  signedUpAt: instant,
  convertedAt: instant.nullable(),
  activatedAt: instant.nullable(),
  activationDueAt: instant.nullable().meta({ description: "When they will be activated if they stay" }),
  cancelledAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  holdReason: z.string().nullable(),
  fraudScore: z.int().nullable().meta({ description: "For the team only" }),
  revenue: z.array(z.object({ currency: z.string(), gross: decimal, refunded: decimal, net: decimal })),
});

const ConversionOutput = z.object({
  id,
  referralId: id,
  referrer: Party,
  referred: Party,
  conversionType: z.enum(conversionTypes),
  sourceId: z.string().meta({ description: "Whop's payment, or the membership of a trial or a free plan" }),
  occurredAt: instant,
  currency: z.string().meta({ description: "Of all amounts, which are decimals" }),
  gross: z.string(),
  discount: z.string(),
  tax: z.string(),
  fees: z.string(),
  whopAffiliate: z.string().meta({ description: "What Whop's own affiliate program took" }),
  refunded: z.string(),
  net: z.string(),
});

const TraceOutput = z.object({
  referralId: id.nullable(),
  referred: Party,
  referrer: Party.nullable(),
  state: z.enum(referralStates).nullable(),
  sentence: told,
  steps: z.array(
    z.object({
      at: instant,
      kind: z.enum(traceKinds),
      tone: z.enum(["good", "bad", "waiting", "neutral"]),
      title: told,
      sentence: told,
      evidence: z.array(z.object({ label: told, value: told })),
    }),
  ),
});

const ById = z.strictObject({ id: z.uuid() });

export const referralRoutes = [
  route({
    method: "POST",
    path: "/api/v1/settings/rules/preview",
    summary: "Who of the last 90 days would be active by a rule, before it is saved",
    access: "owner",
    input: PreviewActivationInput,
    output: z.object({
      since: instant,
      people: z.int().meta({ description: "Who paid since then and stands" }),
      isPart: z.boolean().meta({ description: "There are more, and the latest of them were taken" }),
      active: z.int(),
      staying: z.int().meta({ description: "Who would become active by having stayed" }),
      activeNow: z.int().meta({ description: "Who is active as the rule is" }),
    }),
    run: previewActivation,
  }),
  route({
    method: "GET",
    path: "/api/v1/referrals",
    summary: "Who brought whom, newest first: the team's list, or with an experienceId the member's own",
    access: "either",
    input: ListReferralsInput,
    output: z.object({ referrals: z.array(ReferralOutput), nextCursor: id.nullable() }),
    run: listReferrals,
  }),
  route({
    method: "GET",
    path: "/api/v1/referrals/{id}/trace",
    summary: "Why, or why not: every step from the click on",
    access: "either",
    input: ById,
    output: TraceOutput,
    run: (ctx, { id: referralId }) => getReferralTrace(ctx, { referralId }),
  }),
  route({
    method: "GET",
    path: "/api/v1/conversions",
    summary: "What referrals came to, newest first: sales, renewals, trials",
    access: "owner",
    input: ListConversionsInput,
    output: z.object({ conversions: z.array(ConversionOutput), nextCursor: id.nullable() }),
    run: listConversions,
  }),
  route({
    method: "GET",
    path: "/api/v1/decisions",
    summary: "New members and buyers who are nobody's referral, each with the reason",
    access: "owner",
    input: ListUncreditedInput,
    output: z.object({
      decisions: z.array(
        z.object({
          decisionId: id,
          decidedAt: instant,
          outcome: z.enum(decisionOutcomes),
          reason: z.string(),
          sentence: told,
          referred: Party,
        }),
      ),
      nextCursor: id.nullable(),
    }),
    run: listUncredited,
  }),
  route({
    method: "GET",
    path: "/api/v1/decisions/{id}/trace",
    summary: "The same trace for somebody who is nobody's referral",
    access: "owner",
    input: ById,
    output: TraceOutput,
    run: (ctx, { id: decisionId }) => getReferralTrace(ctx, { decisionId }),
  }),
];
