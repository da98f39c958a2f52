import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { commissionHolds, commissionStatuses, conversionTypes, ledgerAccountKinds } from "#db/enums.ts";
import {
  ArchiveCommissionPlanInput,
  archiveCommissionPlan,
  CreateCommissionPlanInput,
  createCommissionPlan,
  GetCommissionInput,
  getCommission,
  ListCommissionPlansInput,
  ListCommissionsInput,
  listCommissionPlans,
  listCommissions,
  PlanTerms,
  PreviewCommissionPlanInput,
  previewCommissionPlan,
  ShownWorkings,
  UpdateCommissionPlanInput,
  updateCommissionPlan,
} from "#lib/affiliates/index.ts";

const PlanOutput = z.object({
  id,
  name: z.string(),
  isDefault: z.boolean(),
  archivedAt: instant.nullable(),
  createdAt: instant,
  versions: z
    .array(z.object({ version: z.int(), terms: PlanTerms, effectiveAt: instant, createdBy: z.string() }))
    .meta({ description: "Newest first; the first is in force" }),
});

const Preview = z.object({
  since: instant,
  basis: z.enum(["affiliates", "everybody"]),
  referrers: z.int(),
  currencies: z.array(
    z.object({
      currency: z.string(),
      sales: z.int(),
      revenue: z.string(),
      cost: z.string(),
      currentCost: z.string().nullable(),
    }),
  ),
});

const Person = z.object({ userId: id, name: z.string(), avatarUrl: z.string().nullable() });

const CommissionOutput = z.object({
  id,
  affiliate: Person.extend({ affiliateId: id }),
  buyer: Person,
  referralId: id,
  paymentId: z.string(),
  conversionType: z.enum(conversionTypes),
  level: z.int().meta({ description: "1 who referred the buyer, 2 who recruited that affiliate" }),
  status: z.enum(commissionStatuses),
  heldBy: z.enum(commissionHolds).nullable(),
  holdUntil: instant,
  occurredAt: instant,
  plan: z.object({ planId: id, name: z.string(), version: z.int(), tier: z.int() }),
  currency: z.string().meta({ description: "Of all amounts, which are decimals" }),
  sale: z.object({
    gross: z.string(),
    discount: z.string(),
    tax: z.string(),
    fees: z.string(),
    refunded: z.string(),
    net: z.string(),
    whopAffiliate: z.string().meta({ description: "What Whop's own affiliate program took" }),
  }),
  base: z.string(),
  earned: z.string().meta({ description: "Before anything was taken back" }),
  reversed: z.string(),
  kept: z.string(),
  paid: z.string(),
  owed: z.string().meta({ description: "Negative after a reversal of what was paid" }),
});

const CommissionDetails = CommissionOutput.extend({
  workings: ShownWorkings,
  entries: z.array(
    z.object({
      postingId: id,
      kind: z.enum(ledgerAccountKinds),
      amount: z.string(),
      factId: z.string(),
      rule: z.string(),
      ruleVersion: z.int(),
      occurredAt: instant,
      postedAt: instant,
    }),
  ),
});

export const commissionRoutes = [
  route({
    method: "GET",
    path: "/api/v1/commission-plans",
    summary: "The community's commission plans with their versions",
    access: "owner",
    input: ListCommissionPlansInput,
    output: z.object({ plans: z.array(PlanOutput.extend({ affiliates: z.int() })) }),
    run: async (ctx, input) => ({ plans: await listCommissionPlans(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/commission-plans",
    summary: "Add a commission plan",
    access: "owner",
    input: CreateCommissionPlanInput,
    output: PlanOutput,
    status: 201,
    run: createCommissionPlan,
  }),
  route({
    method: "POST",
    path: "/api/v1/commission-plans/preview",
    summary: "What terms would have cost on the sales of the last 90 days; saves nothing",
    access: "owner",
    input: PreviewCommissionPlanInput,
    output: Preview,
    run: previewCommissionPlan,
  }),
  route({
    method: "PATCH",
    path: "/api/v1/commission-plans/{id}",
    summary: "Change a plan; new terms are a new version, for referrals that come from now on",
    access: "owner",
    input: UpdateCommissionPlanInput,
    output: PlanOutput,
    run: updateCommissionPlan,
  }),
  route({
    method: "POST",
    path: "/api/v1/commission-plans/{id}/archive",
    summary: "Put nobody on a plan any more; whoever is on it stays",
    access: "owner",
    input: ArchiveCommissionPlanInput,
    output: PlanOutput,
    run: archiveCommissionPlan,
  }),
  route({
    method: "GET",
    path: "/api/v1/commissions",
    summary: "Commissions by the time of their sales, newest first: the team's list, or the member's own",
    access: "either",
    input: ListCommissionsInput,
    output: z.object({ commissions: z.array(CommissionOutput), nextCursor: id.nullable() }),
    run: listCommissions,
  }),
  route({
    method: "GET",
    path: "/api/v1/commissions/{id}",
    summary: "A commission with its workings and what the books hold of it",
    access: "either",
    input: GetCommissionInput,
    output: CommissionDetails,
    run: getCommission,
  }),
];
