export type {
  DisputeFact,
  MembershipFact,
  Metadata,
  PaymentFact,
  Person,
  Reading,
  RefundFact,
} from "./facts.ts";
export { manifest, permissionReason } from "./manifest.ts";
export { companyIdsOf, readDispute, readMembership, readPayment, readRefund } from "./normalise.ts";
export * from "./platform.ts";
export { createWhopPlatform, type WhopPlatformOptions } from "./sdk.ts";
