export type { Comparison } from "./compare.ts";
export { type Disagreement, getDisagreement } from "./get-disagreement.ts";
export {
  getReconciliation,
  type Reconciliation,
  type ReconciliationRun,
  type Repair,
} from "./get-reconciliation.ts";
export { beginDueRun, planNextRun, reconcile } from "./reconcile.ts";
export { cancelReconciliation, startReconciliation } from "./start-reconciliation.ts";
