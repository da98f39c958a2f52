export { isCharged, notCharged } from "./is-charged.ts";
export { loadFactsOf, loadMemberFacts, type MemberFacts } from "./load-member-facts.ts";
export { type Net, netOf } from "./net-of.ts";
export { recordDispute, recordDisputes } from "./record-dispute.ts";
export {
  type ChangedMembership,
  recordMembership,
  recordMemberships,
  stateName,
} from "./record-membership.ts";
export { type ChangedPayment, recordPayment, recordPayments } from "./record-payment.ts";
export { recordRefund, recordRefunds } from "./record-refund.ts";
export { type Spell, spellsOf } from "./spells-of.ts";
