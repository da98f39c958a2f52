export { attributeMembers } from "./attribute-members.ts";
export { decide } from "./decide.ts";
export { type ReadDetails, readDetails } from "./details.ts";
export { changedHolds, holdsOf } from "./link-holds.ts";
export { movedAway, readThrough } from "./link-uses.ts";
export { purchasesOf } from "./purchases.ts";
export { type ReasonCode, sayReason } from "./reasons.ts";
export { type NewDecision, newestDecisions, recordDecisions } from "./record-decisions.ts";
export type {
  Attribution,
  Credit,
  CreditClick,
  CreditLink,
  Decision,
  DecisionDetails,
  HoldReason,
  PlanInfo,
  Value,
  Weighed,
} from "./types.ts";
export { type ClaimWeighed, weighClaims } from "./weigh-claims.ts";
