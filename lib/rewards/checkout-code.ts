import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { rewards } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import type { Told } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { WhopError, type WhopFailureKind, type WhopPromoCode } from "../whop/platform.ts";
import type { PromoCodeRequest } from "./delivery.ts";
import { isHadAtCheckout } from "./owed.ts";
import { isOurs, promoCodeRequest, promoCodeText } from "./promo-code.ts";
import { type CheckoutCode, type Reward, rewardFromRow } from "./reward.ts";

/** What links' checkouts should carry for this reward: the discount of whoever joins, while the reward is offered. */
function wantedCode(ctx: Ctx, reward: Reward): PromoCodeRequest | null {
  const { data, side, isActive, archivedAt } = reward;
  if (data.type !== "discount" || side === "referrer" || !isHadAtCheckout(reward)) return null;
  if (!isActive || archivedAt !== null) return null;
  // Another discount is another code: one that was made cannot be changed on Whop.
  const { type: _, ...terms } = data;
  const made = createHash("sha256")
    .update(JSON.stringify({ ...terms, stock: reward.stock }))
    .digest("hex");
  const code = promoCodeText(ctx.secrets, ctx.companyId, `checkout:${reward.id}:${made}`);
  return { ...promoCodeRequest(data, code), newUsersOnly: true };
}

/** Has the code made, changed or put out of use, where the one there is not the one that should be. */
export async function makeCheckoutCodeLater(ctx: Ctx, reward: Reward): Promise<void> {
  if ((wantedCode(ctx, reward)?.code ?? null) === (reward.checkoutCode?.code ?? null)) return;
  const { companyId } = ctx;
  await transact(ctx, (tx) => enqueue(ctx, tx, "make-checkout-code", { companyId, rewardId: reward.id }));
}

export const MakeCheckoutCodeInput = z.strictObject({ rewardId: z.uuid() });
export type MakeCheckoutCodeInput = z.infer<typeof MakeCheckoutCodeInput>;

/**
 * Makes the promo code with which whoever joins through a link pays less, or takes it away. It may be repeated, also
 * by several at once: the code follows from the reward, so there is one on Whop whoever asks for it. Calls Whop, so
 * it runs outside transactions. @throws WhopError
 */
export async function makeCheckoutCode(ctx: Ctx, input: MakeCheckoutCodeInput): Promise<void> {
  requireOwner(ctx);
  const { rewardId } = parseInput(MakeCheckoutCodeInput, input);
  const reward = await readReward(ctx, rewardId);
  const wanted = wantedCode(ctx, reward);
  const before = reward.checkoutCode;
  if ((wanted?.code ?? null) === (before?.code ?? null)) return;
  const made = wanted && (await makeOrTell(ctx, reward, wanted));
  await keep(ctx, reward, made);
  if (before !== null) await ctx.whop.archivePromoCode(before.promoCodeId);
}

/** What Whop says no to is kept at the reward, where the team can do something about it; asking goes on. */
async function makeOrTell(ctx: Ctx, reward: Reward, wanted: PromoCodeRequest): Promise<CheckoutCode> {
  try {
    return await makeOrAdopt(ctx, wanted, reward.stock);
  } catch (error) {
    if (error instanceof WhopError && refusals.includes(error.kind) && reward.checkoutCode === null)
      await keepRefusal(ctx, reward, error.told);
    throw error;
  }
}

const refusals: readonly WhopFailureKind[] = [
  "rejected",
  "conflict",
  "not_found",
  "permission_missing",
  "unauthorized",
];

async function keepRefusal(ctx: Ctx, { id }: Reward, refused: Told): Promise<void> {
  const at = ctx.clock.now().toISOString();
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ checkoutCode: { refused, at } })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id))),
  );
}

async function readReward(ctx: Ctx, rewardId: string): Promise<Reward> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardId))),
  );
  if (!row) throw notFound("reward");
  return rewardFromRow(row);
}

async function makeOrAdopt(ctx: Ctx, asked: PromoCodeRequest, stock: number | null): Promise<CheckoutCode> {
  const { productId, planIds, ...rest } = asked;
  try {
    const { promoCodeId } = await ctx.whop.createPromoCode({
      ...rest,
      ...(productId === undefined ? {} : { productId }),
      ...(planIds === undefined ? {} : { planIds }),
      companyId: ctx.companyId,
      stock,
      idempotencyKey: `referly-checkout-${asked.code}`,
    });
    return { promoCodeId, code: asked.code };
  } catch (error) {
    // "Already taken" may mean: by ourselves, in an attempt whose answer was lost.
    const known = error instanceof WhopError ? await findOurs(ctx, asked) : null;
    if (known === null) throw error;
    return { promoCodeId: known.promoCodeId, code: asked.code };
  }
}

async function findOurs(ctx: Ctx, asked: PromoCodeRequest): Promise<WhopPromoCode | null> {
  const found = await ctx.whop.findPromoCode(ctx.companyId, asked.code);
  return found && found.status !== "archived" && isOurs(found, asked) ? found : null;
}

async function keep(ctx: Ctx, reward: Reward, checkoutCode: CheckoutCode | null): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    await tx
      .update(rewards)
      .set({ checkoutCode, updatedAt: ctx.clock.now() })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, reward.id)));
    await recordAudit(ctx, {
      action: checkoutCode === null ? "reward.checkout_code_removed" : "reward.checkout_code_made",
      subjectType: "reward",
      subjectId: reward.id,
      details: { name: reward.name, code: checkoutCode?.code ?? reward.checkoutCode?.code ?? "" },
    });
  });
}
