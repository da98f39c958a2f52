import type { FraudRule } from "./rule.ts";
import { deviceDuplicate } from "./rules/device-duplicate.ts";
import { disposableEmail } from "./rules/disposable-email.ts";
import { emailDuplicate } from "./rules/email-duplicate.ts";
import { ipDuplicate } from "./rules/ip-duplicate.ts";
import { paymentDuplicate } from "./rules/payment-duplicate.ts";
import { privacyRelay } from "./rules/privacy-relay.ts";
import { selfReferral } from "./rules/self-referral.ts";
import { velocityLimit } from "./rules/velocity-limit.ts";

/** In the order in which the owner reads them. */
export const fraudRules: readonly FraudRule[] = [
  selfReferral,
  emailDuplicate,
  paymentDuplicate,
  deviceDuplicate,
  disposableEmail,
  velocityLimit,
  ipDuplicate,
  privacyRelay,
];
