export { attributeMembers } from "./attribute-members.ts";
export { type ReadDetails, readDetails } from "./details.ts";
export { movedAway } from "./link-uses.ts";
export { isReasonCode, type ReasonCode, sentenceFor } from "./reasons.ts";
export { recordDecisions } from "./record-decisions.ts";
export type { Attribution, Credit, Decision, DecisionDetails, HoldReason, Value, Weighed } from "./types.ts";
