export { attributeMembers } from "./attribute-members.ts";
export { type ReadDetails, readDetails } from "./details.ts";
export { changedHolds, holdsOf } from "./link-holds.ts";
export { movedAway, readThrough } from "./link-uses.ts";
export { type ReasonCode, sayReason } from "./reasons.ts";
export { type NewDecision, recordDecisions } from "./record-decisions.ts";
export type { Attribution, Credit, Decision, DecisionDetails, HoldReason, Value, Weighed } from "./types.ts";
