import { z } from "zod";
import { csvRoute, route } from "#app/_edge/declare.ts";
import { id, instant, money, told } from "#app/_edge/wire.ts";
import { payoutItemStatuses, payoutMethods, payoutStatuses } from "#db/enums.ts";
import type { Ctx } from "#lib/core/context.ts";
import {
  ApprovePayoutInput,
  approvePayout,
  CancelPayoutInput,
  CreatePayoutInput,
  cancelPayout,
  createPayout,
  ExportPayoutInput,
  exportPayout,
  GetPayoutInput,
  getOwed,
  getPayout,
  ListPayoutItemsInput,
  ListPayoutsInput,
  listPayoutItems,
  listPayouts,
  MarkFailedInput,
  MarkPaidInput,
  markFailed,
  markPaid,
  type Payout,
  type PayoutItem,
  RetryItemInput,
  retryItem,
  SetItemIncludedInput,
  StartPayoutInput,
  setItemIncluded,
  startPayout,
} from "#lib/payouts/index.ts";

const PayoutOutput = z.object({
  id,
  number: z.int(),
  status: z.enum(payoutStatuses),
  method: z.enum(payoutMethods),
  cutoffAt: instant,
  createdBy: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  secondApprovedBy: z.string().nullable(),
  secondApprovedAt: instant.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  createdAt: instant,
  totals: z
    .array(z.object({ status: z.enum(payoutItemStatuses), items: z.int(), amount: money }))
    .meta({ description: "What it comes to, by currency and status" }),
});

function present({ totals, ...payout }: Payout): z.input<typeof PayoutOutput> {
  return {
    ...payout,
    totals: totals.map(({ status, items, amountMinor, currency }) => ({
      status,
      items,
      amount: { minor: amountMinor, currency },
    })),
  };
}

const ItemOutput = z.object({
  id,
  payoutId: id,
  affiliateId: id,
  status: z.enum(payoutItemStatuses),
  amount: money.meta({ description: "As drafted and approved" }),
  sent: money
    .nullable()
    .meta({ description: "What is on its way or was paid; less than `amount` after a refund in between" }),
  reason: told
    .nullable()
    .meta({ description: "Of a carried item nothing_owed or below_minimum, else what went wrong, in words" }),
  attempts: z.array(z.object({ n: z.int(), at: instant, outcome: z.string(), message: told })),
  calledAt: instant.nullable(),
  transferId: z.string().nullable(),
  reference: z.string().nullable(),
  paidAt: instant.nullable(),
  createdAt: instant,
});

const ListedItemOutput = ItemOutput.extend({
  payee: z.object({
    userId: id,
    whopUserId: z.string(),
    name: z.string(),
    username: z.string().nullable(),
    email: z.string().nullable(),
  }),
  actions: z.array(z.enum(["exclude", "include", "mark_paid", "mark_failed", "retry"])),
});

function presentItem<T extends PayoutItem>({ amountMinor, dispatch, ...item }: T) {
  const { currency } = item;
  return {
    ...item,
    amount: { minor: amountMinor, currency },
    sent: dispatch && { minor: dispatch.amountMinor, currency },
  };
}

/** What the team does with one payout. */
function action<I extends z.ZodObject>(
  path: string,
  summary: string,
  input: I,
  verb: (ctx: Ctx, input: z.output<I>) => Promise<{ id: string }>,
  more: { status?: number; forPeople?: boolean } = {},
) {
  return route({
    method: "POST",
    path: `/api/v1/${path}`,
    summary,
    access: "owner",
    input,
    output: PayoutOutput,
    ...more,
    run: async (ctx, given) => present(await getPayout(ctx, { id: (await verb(ctx, given)).id })),
  });
}

/** What the team does with one item. */
function itemAction<I extends z.ZodObject>(
  path: string,
  summary: string,
  input: I,
  verb: (ctx: Ctx, input: z.output<I>) => Promise<PayoutItem>,
) {
  return route({
    method: "POST",
    path: `/api/v1/payout-items/{id}/${path}`,
    summary,
    access: "owner",
    input,
    output: ItemOutput,
    run: async (ctx, given) => presentItem(await verb(ctx, given)),
  });
}

/** What the team decides by hand for many items at once. */
function decision<I extends z.ZodObject>(
  path: string,
  summary: string,
  input: I,
  verb: (ctx: Ctx, input: z.output<I>) => Promise<PayoutItem[]>,
) {
  return route({
    method: "POST",
    path: `/api/v1/payouts/{id}/${path}`,
    summary,
    access: "owner",
    input,
    output: z.object({ items: z.array(ItemOutput) }),
    run: async (ctx, given) => ({ items: (await verb(ctx, given)).map(presentItem) }),
  });
}

const Owed = z.object({
  currency: z.string(),
  due: money.meta({ description: "What a payout drafted now would pay" }),
  affiliates: z.int(),
  since: instant.nullable().meta({ description: "Since when the oldest of it could have been paid" }),
  belowMinimum: money.meta({ description: "Owed to affiliates below the minimum; it stays owed" }),
  overpaid: money.meta({ description: "Paid before later refunds; commissions to come make up for it" }),
});

export const payoutRoutes = [
  route({
    method: "GET",
    path: "/api/v1/owed",
    summary: "What affiliates are owed now, by currency",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({ currencies: z.array(Owed) }),
    run: async (ctx) => ({
      currencies: (await getOwed(ctx)).map(({ currency, affiliates, since, ...minor }) => ({
        currency,
        affiliates,
        since,
        due: { minor: minor.dueMinor, currency },
        belowMinimum: { minor: minor.belowMinimumMinor, currency },
        overpaid: { minor: minor.overpaidMinor, currency },
      })),
    }),
  }),
  route({
    method: "GET",
    path: "/api/v1/payouts",
    summary: "The community's payouts, newest first",
    access: "owner",
    input: ListPayoutsInput,
    output: z.object({ payouts: z.array(PayoutOutput), nextCursor: id.nullable() }),
    run: async (ctx, input) => {
      const { payouts, nextCursor } = await listPayouts(ctx, input);
      return { payouts: payouts.map(present), nextCursor };
    },
  }),
  action(
    "payouts",
    "Draft a payout of what is owed; while one is open, that one is answered",
    CreatePayoutInput,
    createPayout,
    { status: 201 },
  ),
  route({
    method: "GET",
    path: "/api/v1/payouts/{id}",
    summary: "One payout and what it comes to",
    access: "owner",
    input: GetPayoutInput,
    output: PayoutOutput,
    run: async (ctx, input) => present(await getPayout(ctx, input)),
  }),
  route({
    method: "GET",
    path: "/api/v1/payouts/{id}/items",
    summary: "What a payout pays to whom, and what became of it",
    access: "owner",
    input: ListPayoutItemsInput,
    output: z.object({ items: z.array(ListedItemOutput), nextCursor: id.nullable() }),
    run: async (ctx, input) => {
      const { items, nextCursor } = await listPayoutItems(ctx, input);
      return { items: items.map(presentItem), nextCursor };
    },
  }),
  csvRoute({
    path: "/api/v1/payouts/{id}/csv",
    summary: "A started payout as a table to pay from, with the amounts as they are fixed",
    access: "owner",
    input: ExportPayoutInput,
    run: exportPayout,
  }),
  action(
    "payouts/{id}/approve",
    "Agree to a draft; above the settings' amount a second person has to agree, too",
    ApprovePayoutInput,
    approvePayout,
    { forPeople: true },
  ),
  action("payouts/{id}/start", "Have an approved payout paid", StartPayoutInput, startPayout),
  action(
    "payouts/{id}/cancel",
    "Drop a payout that was not started; what is in it stays owed",
    CancelPayoutInput,
    cancelPayout,
  ),
  decision(
    "mark-paid",
    "Say that affiliates were paid by hand, and where to find it",
    MarkPaidInput,
    markPaid,
  ),
  decision("mark-failed", "Say that affiliates will not be paid by this payout", MarkFailedInput, markFailed),
  itemAction(
    "set-included",
    "Take one affiliate's amount out of a draft, or back into it",
    SetItemIncludedInput,
    setItemIncluded,
  ),
  itemAction(
    "retry",
    "Try again to pay an item that failed or is held; whether it was sent already is looked up first",
    RetryItemInput,
    retryItem,
  ),
];
