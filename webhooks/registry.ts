import type { Handler } from "./finding.ts";
import { handle as disputeCreated } from "./handlers/dispute-created.ts";
import { handle as disputeUpdated } from "./handlers/dispute-updated.ts";
import { handle as membershipActivated } from "./handlers/membership-activated.ts";
import { handle as membershipCancelAtPeriodEndChanged } from "./handlers/membership-cancel-at-period-end-changed.ts";
import { handle as membershipDeactivated } from "./handlers/membership-deactivated.ts";
import { handle as membershipTrialEndingSoon } from "./handlers/membership-trial-ending-soon.ts";
import { handle as paymentCreated } from "./handlers/payment-created.ts";
import { handle as paymentFailed } from "./handlers/payment-failed.ts";
import { handle as paymentPending } from "./handlers/payment-pending.ts";
import { handle as paymentSucceeded } from "./handlers/payment-succeeded.ts";
import { handle as refundCreated } from "./handlers/refund-created.ts";
import { handle as refundUpdated } from "./handlers/refund-updated.ts";

/** Whop's event types that we read. Every other type is kept and ignored. */
export const handlers: ReadonlyMap<string, Handler> = new Map([
  ["membership.activated", membershipActivated],
  ["membership.deactivated", membershipDeactivated],
  ["membership.cancel_at_period_end_changed", membershipCancelAtPeriodEndChanged],
  ["membership.trial_ending_soon", membershipTrialEndingSoon],
  ["payment.created", paymentCreated],
  ["payment.succeeded", paymentSucceeded],
  ["payment.failed", paymentFailed],
  ["payment.pending", paymentPending],
  ["refund.created", refundCreated],
  ["refund.updated", refundUpdated],
  ["dispute.created", disputeCreated],
  ["dispute.updated", disputeUpdated],
]);
