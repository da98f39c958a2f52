import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { affiliateStatuses } from "#db/enums.ts";
import {
  type Affiliate,
  ApplyAsAffiliateInput,
  ApproveAffiliateInput,
  applyAsAffiliate,
  approveAffiliate,
  ChangeAffiliatePlanInput,
  changeAffiliatePlan,
  DeclineAffiliateInput,
  declineAffiliate,
  GetAffiliateInput,
  getAffiliate,
  getAffiliateOverview,
  getMyAffiliation,
  ListAffiliatesInput,
  listAffiliates,
  MakeAffiliateInput,
  makeAffiliate,
  PlanTerms,
  ResumeAffiliateInput,
  resumeAffiliate,
  SuspendAffiliateInput,
  suspendAffiliate,
} from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";

const AffiliateOutput = z.object({
  id,
  userId: id,
  status: z.enum(affiliateStatuses),
  application: z.string().nullable(),
  planId: id.nullable(),
  appliedAt: instant,
  decidedAt: instant.nullable(),
  decisionNote: told.nullable(),
});

const Totals = z.object({
  currency: z.string(),
  sales: z.int(),
  earned: z.string().meta({ description: "Before anything was taken back" }),
  reversed: z.string(),
  pending: z.string().meta({ description: "On hold until a date" }),
  held: z.string().meta({ description: "By a case, a dispute or an amount that is not known" }),
  owed: z.string().meta({ description: "To be paid; negative after a reversal of what was paid" }),
  paid: z.string(),
});

const ListedAffiliate = AffiliateOutput.extend({
  member: z.object({ userId: id, name: z.string(), avatarUrl: z.string().nullable() }),
  planName: z.string().nullable(),
  recruitedBy: z.object({ affiliateId: id, name: z.string() }).nullable(),
  totals: z.array(Totals).meta({ description: "By currency, never added; decimals" }),
});

const MyAffiliation = z.object({
  affiliateId: id.nullable(),
  status: z.enum([...affiliateStatuses, "none"]),
  mayApply: z.boolean(),
  application: z.string().nullable(),
  appliedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  decisionNote: told.nullable(),
  plan: z.object({ name: z.string(), version: z.int(), terms: PlanTerms }).nullable(),
  totals: z.array(Totals),
});

const Overview = z.object({
  counts: z.record(z.enum(affiliateStatuses), z.int()),
  totals: z
    .array(
      z.object({
        currency: z.string(),
        kept: z.string().meta({ description: "Earned, after all that was taken back" }),
        waiting: z.string(),
        held: z.string(),
        owed: z.string(),
        onItsWay: z.string(),
        paid: z.string(),
      }),
    )
    .meta({ description: "By currency, never added; decimals" }),
});

/** What the team does with one affiliate. */
function action<I extends z.ZodObject>(
  name: string,
  summary: string,
  input: I,
  verb: (ctx: Ctx, input: z.output<I>) => Promise<Affiliate>,
) {
  return route({
    method: "POST",
    path: `/api/v1/affiliates/{id}/${name}`,
    summary,
    access: "owner",
    input,
    output: AffiliateOutput,
    run: verb,
  });
}

export const affiliateRoutes = [
  route({
    method: "GET",
    path: "/api/v1/affiliates",
    summary: "Affiliates and applications, latest first unless asked otherwise, with what they earned",
    access: "owner",
    input: ListAffiliatesInput,
    output: z.object({ affiliates: z.array(ListedAffiliate), nextCursor: id.nullable() }),
    run: listAffiliates,
  }),
  route({
    method: "POST",
    path: "/api/v1/affiliates",
    summary: "Make a member an affiliate without an application",
    access: "owner",
    input: MakeAffiliateInput,
    output: AffiliateOutput,
    status: 201,
    run: makeAffiliate,
  }),
  route({
    method: "GET",
    path: "/api/v1/affiliate-totals",
    summary: "How many affiliates there are of each status, and what the books hold of all of them",
    access: "owner",
    input: z.strictObject({}),
    output: Overview,
    run: (ctx) => getAffiliateOverview(ctx),
  }),
  route({
    method: "GET",
    path: "/api/v1/affiliates/{id}",
    summary: "An affiliate, with the terms that held and from when on",
    access: "owner",
    input: GetAffiliateInput,
    output: ListedAffiliate.extend({
      terms: z.array(z.object({ since: instant, isActive: z.boolean(), planId: id, planName: z.string() })),
    }),
    run: getAffiliate,
  }),
  action("approve", "Take on somebody who applied, or was declined", ApproveAffiliateInput, approveAffiliate),
  action(
    "decline",
    "Say no to an application, with a reason the member reads",
    DeclineAffiliateInput,
    declineAffiliate,
  ),
  action(
    "suspend",
    "Their sales earn nothing from now on; what was earned stays theirs",
    SuspendAffiliateInput,
    suspendAffiliate,
  ),
  action("resume", "End a suspension", ResumeAffiliateInput, resumeAffiliate),
  action(
    "change-plan",
    "Put an affiliate on another plan, for whoever they bring from now on",
    ChangeAffiliatePlanInput,
    changeAffiliatePlan,
  ),
  route({
    method: "GET",
    path: "/api/v1/affiliation",
    summary: "Where the member stands as an affiliate, and what it would bring",
    access: "member",
    input: z.strictObject({}),
    output: MyAffiliation,
    run: (ctx) => getMyAffiliation(ctx),
  }),
  route({
    method: "POST",
    path: "/api/v1/affiliation/apply",
    summary: "Ask to become an affiliate",
    access: "member",
    input: ApplyAsAffiliateInput,
    output: AffiliateOutput,
    status: 201,
    run: applyAsAffiliate,
  }),
];
