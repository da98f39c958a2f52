export { attributeMember, movedAway } from "./attribute-member.ts";
export { type ReadDetails, readDetails } from "./details.ts";
export { isReasonCode, type ReasonCode, sentenceFor } from "./reasons.ts";
export { recordDecision } from "./record-decision.ts";
export type { Attribution, Credit, Decision, DecisionDetails, HoldReason, Value, Weighed } from "./types.ts";
