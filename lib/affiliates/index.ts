export type { Affiliate } from "./affiliate.ts";
export { findAffiliateOf, lockAffiliates } from "./affiliate.ts";
export { ApplyAsAffiliateInput, applyAsAffiliate } from "./apply-as-affiliate.ts";
export { ApproveAffiliateInput, approveAffiliate } from "./approve-affiliate.ts";
export { ArchiveCommissionPlanInput, archiveCommissionPlan } from "./archive-plan.ts";
export { ChangeAffiliatePlanInput, changeAffiliatePlan } from "./change-affiliate-plan.ts";
export { CreateCommissionPlanInput, createCommissionPlan } from "./create-plan.ts";
export { DeclineAffiliateInput, declineAffiliate } from "./decline-affiliate.ts";
export type { ListedAffiliate } from "./describe-affiliates.ts";
export type { ListedCommission } from "./describe-commissions.ts";
export { ensurePayees, findPayeeId } from "./ensure-payees.ts";
export { ExportCommissionsInput, exportCommissions } from "./export-commissions.ts";
export { type AffiliateDetails, GetAffiliateInput, getAffiliate } from "./get-affiliate.ts";
export { type CommissionDetails, GetCommissionInput, getCommission } from "./get-commission.ts";
export { getMyAffiliation, type MyAffiliation } from "./get-my-affiliation.ts";
export { type AffiliateOverview, countAffiliates, getAffiliateOverview } from "./get-overview.ts";
export { type AffiliatePage, ListAffiliatesInput, listAffiliates } from "./list-affiliates.ts";
export {
  type CommissionPage,
  commissionFilters,
  ListCommissionsInput,
  listCommissions,
} from "./list-commissions.ts";
export {
  ListCommissionPlansInput,
  type ListedCommissionPlan,
  listCommissionPlans,
} from "./list-plans.ts";
export { MakeAffiliateInput, makeAffiliate } from "./make-affiliate.ts";
export type { CommissionPlan, CommissionPlanVersion } from "./plan.ts";
export { type PlanPreview, PreviewCommissionPlanInput, previewCommissionPlan } from "./preview-plan.ts";
export { ReadWhopFeeInput, readWhopFee } from "./read-whop-fee.ts";
export { settleAffiliatesAmong } from "./settle-affiliates-among.ts";
export { SettleCommissionsInput, settleCommissions, settleCommissionsOf } from "./settle-commissions.ts";
export { keptOf, payableOf, unpaidOf } from "./standing.ts";
export {
  ResumeAffiliateInput,
  resumeAffiliate,
  SuspendAffiliateInput,
  suspendAffiliate,
} from "./suspend-affiliate.ts";
export { PlanTerms } from "./terms.ts";
export type { CommissionTotals } from "./totals.ts";
export { UpdateCommissionPlanInput, updateCommissionPlan } from "./update-plan.ts";
export { ShownWorkings, Workings } from "./workings.ts";
