import { z } from "zod";
import { promoCodeIn, readPurchaseUrl } from "#tests/sandbox/checkout/link.ts";
import { readOutcome } from "#tests/sandbox/checkout/outcome.ts";
import { buy } from "#tests/sandbox/checkout/perform.ts";
import { suggestedPromoCode } from "#tests/sandbox/checkout/promo.ts";
import { badRequest } from "#tests/sandbox/http/errors.ts";
import { openDispute, settleDispute } from "#tests/sandbox/story/disputes.ts";
import {
  announceTrialEnding,
  cancelMembership,
  deactivateMembership,
  setCancelAtPeriodEnd,
} from "#tests/sandbox/story/memberships.ts";
import { refundPayment, settleRefund } from "#tests/sandbox/story/refunds.ts";
import { renewMembership } from "#tests/sandbox/story/renewals.ts";
import { newCard } from "#tests/sandbox/world/arrivals.ts";
import type { Payment } from "#tests/sandbox/world/entities.ts";
import { toMinor } from "#tests/sandbox/world/money.ts";
import { type ControlRoute, Reply, read } from "./route.ts";

const Amount = z.union([
  z.number().positive(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);

const Checkout = z.strictObject({
  purchaseUrl: z.string().min(1),
  userId: z.string().min(1),
  outcome: z.string().default("pay"),
  promoCode: z.string().min(1).nullish(),
  card: z
    .strictObject({
      paymentMethodId: z.string().min(1).optional(),
      brand: z.string().min(1).optional(),
      last4: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
    })
    .optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});

const Renew = z.strictObject({ outcome: z.string().default("pay") });

const Refund = z.strictObject({
  /** Major units; all that is left when absent. */
  amount: Amount.optional(),
  /** The same, or true for half of what was paid. */
  partial: z.union([z.boolean(), Amount]).optional(),
  status: z.enum(["pending", "succeeded", "failed"]).default("succeeded"),
});

const Settle = z.strictObject({ status: z.enum(["succeeded", "failed"]).default("succeeded") });

const Dispute = z.strictObject({
  outcome: z.string().optional(),
  status: z.string().optional(),
  inquiry: z.boolean().optional(),
  win: z.boolean().optional(),
  lose: z.boolean().optional(),
});

const DISPUTE_WORDS: Record<string, "open" | "inquiry" | "under_review" | "won" | "lost" | "closed"> = {
  open: "open",
  opened: "open",
  created: "open",
  needs_response: "open",
  inquiry: "inquiry",
  warning: "inquiry",
  under_review: "under_review",
  won: "won",
  win: "won",
  lost: "lost",
  lose: "lost",
  closed: "closed",
};

function disputeWord(input: z.infer<typeof Dispute>) {
  const word =
    input.outcome ??
    input.status ??
    (input.win ? "won" : input.lose ? "lost" : input.inquiry ? "inquiry" : "open");
  const known = DISPUTE_WORDS[word.toLowerCase()];
  if (!known) throw badRequest(`Unknown outcome "${word}". Known: ${Object.keys(DISPUTE_WORDS).join(", ")}.`);
  return known;
}

function refundAmount(payment: Payment, input: z.infer<typeof Refund>): number | null {
  if (input.partial === true) return Math.floor(payment.total / 2);
  const major = input.amount ?? (typeof input.partial === "number" ? input.partial : null);
  return major === null ? null : toMinor(major, payment.currency);
}

const membershipAct = (act: string, run: ControlRoute["run"]): ControlRoute => ({
  method: "POST",
  path: `/sandbox/memberships/:id/${act}`,
  run,
});

export const storyRoutes: ControlRoute[] = [
  {
    method: "POST",
    path: "/sandbox/checkout",
    run({ sandbox, body }) {
      const input = read(Checkout, body);
      const target = readPurchaseUrl(sandbox.world, input.purchaseUrl);
      const user = sandbox.world.users.get(input.userId);
      const suggested = promoCodeIn(input.purchaseUrl);
      const { membership, payment } = buy(sandbox, {
        target,
        user,
        outcome: readOutcome(input.outcome),
        promoCode:
          input.promoCode ?? suggestedPromoCode(sandbox.world, target.plan, user.id, suggested)?.code ?? null,
        card: input.card ? newCard(input.card) : null,
        at: input.at ? new Date(input.at).toISOString() : null,
      });
      return new Reply(201, {
        membershipId: membership?.id ?? null,
        paymentId: payment.id,
        status: payment.status,
        substatus: payment.substatus,
      });
    },
  },
  {
    method: "POST",
    path: "/sandbox/payments/:id/renew",
    run({ sandbox, params, body }) {
      const { world } = sandbox;
      const membership = world.memberships.get(world.payments.get(params.id).membershipId);
      const declined = readOutcome(read(Renew, body).outcome) === "decline";
      const payment = renewMembership(sandbox, membership, declined);
      return new Reply(201, { paymentId: payment.id, membershipId: membership.id, status: payment.status });
    },
  },
  {
    method: "POST",
    path: "/sandbox/payments/:id/refund",
    run({ sandbox, params, body }) {
      const payment = sandbox.world.payments.get(params.id);
      const input = read(Refund, body);
      const refund = refundPayment(sandbox, payment, refundAmount(payment, input), input.status);
      return new Reply(201, { refundId: refund.id, status: refund.status, substatus: payment.substatus });
    },
  },
  {
    method: "POST",
    path: "/sandbox/refunds/:id/settle",
    run({ sandbox, params, body }) {
      const refund = sandbox.world.refunds.get(params.id);
      settleRefund(sandbox, refund, read(Settle, body).status);
      return { refundId: refund.id, status: refund.status };
    },
  },
  {
    method: "POST",
    path: "/sandbox/payments/:id/dispute",
    run({ sandbox, params, body }) {
      const payment = sandbox.world.payments.get(params.id);
      const word = disputeWord(read(Dispute, body));
      const dispute =
        word === "open" || word === "inquiry"
          ? openDispute(sandbox, payment, word === "inquiry")
          : settleDispute(sandbox, payment, word);
      return new Reply(201, { disputeId: dispute.id, status: dispute.status, inquiry: dispute.inquiry });
    },
  },
  membershipAct("deactivate", ({ sandbox, params }) => {
    const membership = sandbox.world.memberships.get(params.id);
    deactivateMembership(sandbox, membership);
    return { membershipId: membership.id, status: membership.status };
  }),
  membershipAct("cancel", ({ sandbox, params, body }) => {
    const { mode } = read(
      z.strictObject({ mode: z.enum(["at_period_end", "immediate"]).default("at_period_end") }),
      body,
    );
    const membership = sandbox.world.memberships.get(params.id);
    if (mode === "immediate") cancelMembership(sandbox, membership);
    else setCancelAtPeriodEnd(sandbox, membership, true);
    return {
      membershipId: membership.id,
      status: membership.status,
      cancelAtPeriodEnd: membership.cancelAtPeriodEnd,
    };
  }),
  membershipAct("uncancel", ({ sandbox, params }) => {
    const membership = sandbox.world.memberships.get(params.id);
    setCancelAtPeriodEnd(sandbox, membership, false);
    return { membershipId: membership.id, status: membership.status };
  }),
  membershipAct("trial-ending", ({ sandbox, params }) => {
    const membership = sandbox.world.memberships.get(params.id);
    announceTrialEnding(sandbox, membership);
    return { membershipId: membership.id, status: membership.status };
  }),
  membershipAct("renew", ({ sandbox, params, body }) => {
    const membership = sandbox.world.memberships.get(params.id);
    const payment = renewMembership(
      sandbox,
      membership,
      readOutcome(read(Renew, body).outcome) === "decline",
    );
    return new Reply(201, { paymentId: payment.id, membershipId: membership.id, status: payment.status });
  }),
];
