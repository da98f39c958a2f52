import { z } from "zod";
import { type Said, say, storeTold } from "../core/said.ts";
import type { Secrets } from "../core/secrets.ts";
import type { PaymentFact } from "./facts.ts";
import * as fields from "./fields.ts";
import { instrumentKeyOf } from "./instrument.ts";
import { paymentRank } from "./ranks.ts";

const Payment = z.object({
  id: fields.id,
  status: fields.word,
  substatus: fields.optionalText,
  billing_reason: fields.optionalText,
  checkout_configuration_id: fields.optionalId,
  metadata: fields.metadata,
  plan_id: fields.optionalId,
  plan: fields.reference,
  product_id: fields.optionalId,
  product: fields.reference,
  membership_id: fields.optionalId,
  membership: fields.reference,
  promo_code_id: fields.optionalId,
  promo_code: fields.reference,
  user_id: fields.optionalId,
  user: fields.personFields,
  customer_email: fields.optionalText,
  currency: fields.optionalText,
  total: fields.amount,
  subtotal: fields.amount,
  tax_amount: fields.amount,
  amount_after_fees: fields.amount,
  refunded_amount: fields.amount,
  paid_at: fields.instant,
  created_at: fields.instant,
  updated_at: fields.instant,
});
type Payment = z.output<typeof Payment>;

/** A payment in one of these may still have no amount. */
const notYetCharged = new Set(["draft", "open", "pending", "authorized"]);

type Amounts = Pick<
  PaymentFact,
  | "currency"
  | "totalMinor"
  | "subtotalMinor"
  | "taxMinor"
  | "afterFeesMinor"
  | "refundedMinor"
  | "amountProblem"
>;

function amountsOf(data: Payment, status: string): Amounts {
  const beside = data.currency ?? null;
  const read = (value: unknown) => fields.readMoney(value, beside);
  const total = read(data.total);
  const currency = fields.currencyCode(beside, total.currency);
  const problems: Said[] = [];
  const settled = (name: "total" | "tax" | "refunded", reading: fields.AmountReading): bigint | null => {
    const isOther = reading.currency !== null && reading.currency !== currency;
    const other = isOther
      ? say("amount.otherCurrency", { currency: reading.currency ?? "", other: currency })
      : null;
    const problem = reading.problem ?? other;
    if (problem === null) return reading.minor;
    problems.push(say(`amount.${name}`, { problem }));
    return null;
  };
  const totalMinor = settled("total", total);
  const taxMinor = settled("tax", read(data.tax_amount));
  const refundedMinor = settled("refunded", read(data.refunded_amount));
  if (totalMinor === null && problems.length === 0 && !notYetCharged.has(status)) {
    problems.push(say("amount.noTotal"));
  }
  // Nothing is decided by these two, so an odd one is left out instead of holding the payment.
  const aside = (reading: fields.AmountReading) => (reading.currency === currency ? reading.minor : null);
  return {
    currency,
    totalMinor: totalMinor ?? 0n,
    subtotalMinor: aside(read(data.subtotal)),
    taxMinor: taxMinor ?? 0n,
    afterFeesMinor: aside(read(data.amount_after_fees)),
    refundedMinor: refundedMinor ?? 0n,
    amountProblem:
      problems.length > 0
        ? storeTold(problems.reduce((first, second) => say("amount.both", { first, second })))
        : null,
  };
}

export type PaymentFields =
  | {
      ok: true;
      fact: Omit<PaymentFact, "whopUserId">;
      user: fields.PersonFields;
      userId: string | null;
      email: string | null;
    }
  | { ok: false; error: z.ZodError };

export function readPaymentFields(object: unknown, at: Date, secrets: Secrets): PaymentFields {
  const parsed = Payment.safeParse(object);
  if (!parsed.success) return { ok: false, error: parsed.error };
  const { data } = parsed;
  const { status } = data;
  const substatus = data.substatus ?? null;
  return {
    ok: true,
    user: data.user,
    userId: data.user_id ?? null,
    email: data.customer_email ?? null,
    fact: {
      paymentId: data.id,
      membershipId: data.membership_id ?? data.membership?.id ?? null,
      planId: data.plan_id ?? data.plan?.id ?? null,
      productId: data.product_id ?? data.product?.id ?? null,
      checkoutConfigurationId: data.checkout_configuration_id ?? null,
      promoCodeId: data.promo_code_id ?? data.promo_code?.id ?? null,
      metadata: data.metadata,
      status,
      substatus,
      billingReason: data.billing_reason ?? null,
      ...amountsOf(data, status),
      instrumentKey: instrumentKeyOf(secrets, object),
      paidAt: data.paid_at ?? null,
      whopCreatedAt: data.created_at ?? at,
      stateAt: data.updated_at ?? at,
      stateRank: paymentRank(status, substatus),
    },
  };
}
