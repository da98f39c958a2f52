export type {
  DisputeFact,
  MembershipFact,
  Metadata,
  PaymentFact,
  Person,
  Reading,
  RefundFact,
} from "./facts.ts";
export { type Finding, noFinding } from "./finding.ts";
export { planId, productId } from "./ids.ts";
export { manifest, operationPermissions, permissionReason, type WhopOperation } from "./manifest.ts";
export { companyIdsOf, readDispute, readMembership, readPayment, readRefund } from "./normalise.ts";
export * from "./platform.ts";
export { createWhopPlatform, type WhopPlatformOptions } from "./sdk.ts";
