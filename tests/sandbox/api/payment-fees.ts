import type { Payment } from "#tests/sandbox/world/entities.ts";
import { toMajor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

/** What Whop itself takes, and what its affiliate program takes unless a company says otherwise. */
const PROCESSING_SHARE = 0.03;
const AFFILIATE_SHARE = 0.3;

type Fee = { id: string; createdAt: string; name: string; type: string; minor: number };

function feesOf(world: World, payment: Payment): Fee[] {
  const { id, createdAt, total, subtotal, checkoutConfigurationId } = payment;
  const configuration = checkoutConfigurationId && world.checkoutConfigurations.get(checkoutConfigurationId);
  const fee = (name: string, type: string, minor: number): Fee => ({
    id: `${id}:${type}`,
    createdAt,
    name,
    type,
    minor,
  });
  return [
    fee("Processing fee", "whop_processing_fee", Math.round(total * PROCESSING_SHARE)),
    ...(configuration && configuration.affiliateCode !== null
      ? [fee("Affiliate fee", "affiliate_fee", Math.round(subtotal * AFFILIATE_SHARE))]
      : []),
  ];
}

export const paymentFees: Operation[] = [
  {
    method: "GET",
    path: "/payments/:id/fees",
    permissions: ["payment:basic:read"],
    run({ sandbox, params, query }) {
      const payment = sandbox.world.payments.get(params.id);
      return ok(
        page(feesOf(sandbox.world, payment), query, ({ name, type, minor }) => ({
          name,
          type,
          amount: toMajor(minor, payment.currency),
          currency: payment.currency,
        })),
      );
    },
  },
];
