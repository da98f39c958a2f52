import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import {
  deliveryDirections,
  deliveryStates,
  redemptionSides,
  redemptionStatuses,
  rewardTypes,
} from "#db/enums.ts";
import type { Ctx } from "#lib/core/context.ts";
import { wordsOf } from "#lib/core/said.ts";
import {
  ApproveRedemptionInput,
  ApproveRedemptionsInput,
  approveRedemption,
  approveRedemptions,
  BuyRewardInput,
  buyReward,
  ClaimRedemptionInput,
  claimRedemption,
  codeOf,
  type Decided,
  ListRedemptionsInput,
  listMyRedemptions,
  listRedemptions,
  MarkDeliveredInput,
  markDelivered,
  type Redemption,
  RejectRedemptionInput,
  RejectRedemptionsInput,
  RetryDeliveryInput,
  rejectRedemption,
  rejectRedemptions,
  retryDelivery,
} from "#lib/rewards/index.ts";

/** How a delivery went, for the team: it tells what Whop answered. */
const DeliveryOutput = z.object({
  id,
  direction: z.enum(deliveryDirections),
  state: z.enum(deliveryStates),
  heldReason: told.nullable(),
  attemptCount: z.int(),
  attempts: z.array(z.object({ n: z.int(), at: instant, outcome: z.string(), message: told })),
  proof: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: "What shows that it was done: a code, a period, an entry in the books" }),
  calledAt: instant.nullable(),
  appliedAt: instant.nullable(),
});

const RedemptionOutput = z.object({
  id,
  userId: id,
  rewardId: id,
  side: z.enum(redemptionSides),
  subject: z.string().meta({ description: "By what it was earned, such as milestone or referral:<id>" }),
  name: z.string(),
  threshold: z.int(),
  rewardType: z.enum(rewardTypes),
  status: z.enum(redemptionStatuses),
  statusReason: told.nullable(),
  earnedAt: instant,
  payableAt: instant.meta({ description: "When the hold ends" }),
  grantedAt: instant.nullable(),
  claimedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  note: z.string().nullable(),
  code: z.string().nullable().meta({ description: "Where it is one, and the member's" }),
  team: z
    .object({
      memberName: z.string().nullable(),
      errorMessage: told.nullable(),
      deliveries: z.array(DeliveryOutput),
      actions: z.array(z.string()),
    })
    .nullable()
    .meta({ description: "For the team only: what happened, and what can be done" }),
});

type ForTeam = { memberName?: string; actions?: string[] };

function present(ctx: Ctx, redemption: Redemption & ForTeam): z.input<typeof RedemptionOutput> {
  const { terms, grant, takeBack, status, expiresAt } = redemption;
  const isTheirs = status === "claimed" || (status === "granted" && expiresAt === null);
  const code = codeOf(grant?.proof ?? null);
  const team = {
    memberName: redemption.memberName ?? null,
    errorMessage: redemption.errorMessage,
    deliveries: [grant, takeBack].filter((delivery) => delivery !== null),
    actions: redemption.actions ?? [],
  };
  return {
    ...redemption,
    name: terms.name,
    threshold: terms.threshold,
    rewardType: terms.rewardType,
    code: isTheirs || ctx.actor.kind !== "member" ? code : null,
    team: ctx.actor.kind === "member" ? null : team,
  };
}

/** What the team does with one redemption, and what the member does with theirs. */
function action<I extends z.ZodObject>(
  path: string,
  access: "owner" | "member",
  summary: string,
  input: I,
  verb: (ctx: Ctx, input: z.output<I>) => Promise<Redemption>,
) {
  return route({
    method: "POST",
    path: `/api/v1/${path}`,
    summary,
    access,
    input,
    output: RedemptionOutput,
    run: async (ctx, given) => present(ctx, await verb(ctx, given)),
  });
}

const DecidedOutput = z.object({
  done: z.array(id),
  refused: z.array(z.object({ id, reason: z.string().meta({ description: "In the reader's language" }) })),
});

function inWords({ done, refused }: Decided, language: Locale): z.input<typeof DecidedOutput> {
  return { done, refused: refused.map(({ id, reason }) => ({ id, reason: wordsOf(reason, language) })) };
}

export const redemptionRoutes = [
  route({
    method: "POST",
    path: "/api/v1/redemptions/approve",
    summary: "Say yes to many at once; what cannot be approved is named",
    access: "owner",
    input: ApproveRedemptionsInput,
    output: DecidedOutput,
    run: async (ctx, input, language) => inWords(await approveRedemptions(ctx, input), language),
  }),
  route({
    method: "POST",
    path: "/api/v1/redemptions/reject",
    summary: "Say no to many at once, for a reason the members read",
    access: "owner",
    input: RejectRedemptionsInput,
    output: DecidedOutput,
    run: async (ctx, input, language) => inWords(await rejectRedemptions(ctx, input), language),
  }),
  route({
    method: "GET",
    path: "/api/v1/redemptions",
    summary: "Rewards earned, newest first: the team's list, or with an experienceId the member's own",
    access: "either",
    input: ListRedemptionsInput,
    output: z.object({ items: z.array(RedemptionOutput), nextCursor: id.nullable() }),
    run: async (ctx, input) => {
      const { items, nextCursor } =
        ctx.actor.kind === "member"
          ? { items: await listMyRedemptions(ctx), nextCursor: null }
          : await listRedemptions(ctx, input);
      return { items: items.map((item) => present(ctx, item)), nextCursor };
    },
  }),
  action(
    "rewards/{id}/buy",
    "member",
    "Spend points on a reward of the shop; asked again with the same purchaseId, it is bought once",
    BuyRewardInput,
    buyReward,
  ),
  action(
    "redemptions/{id}/claim",
    "member",
    "Take a reward that is ready; from then on its code is shown and cannot lapse",
    ClaimRedemptionInput,
    claimRedemption,
  ),
  action(
    "redemptions/{id}/approve",
    "owner",
    "Say yes to a reward whose hold is over",
    ApproveRedemptionInput,
    approveRedemption,
  ),
  action(
    "redemptions/{id}/reject",
    "owner",
    "Say no, with a reason the member reads",
    RejectRedemptionInput,
    rejectRedemption,
  ),
  action(
    "redemptions/{id}/mark-delivered",
    "owner",
    "Say that a reward was handed over, with a note the member reads",
    MarkDeliveredInput,
    markDelivered,
  ),
  action(
    "deliveries/{id}/retry",
    "owner",
    "Try a held delivery again; whether it was done already is looked up first",
    RetryDeliveryInput,
    retryDelivery,
  ),
];
