import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
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

/** What links' checkouts should carry for a reward: the discount of whoever joins, while the reward is offered. */
type Wanted = { terms: Omit<PromoCodeRequest, "code">; codeOf(generation: number): string };

function wantedCode(ctx: Ctx, reward: Reward): Wanted | null {
  const { data, side, isActive, archivedAt } = reward;
  if (data.type !== "discount" || side === "referrer" || !isHadAtCheckout(reward)) return null;
  if (!isActive || archivedAt !== null) return null;
  // Another discount is another code: one that was made cannot be changed on Whop.
  const { type: _, ...discount } = data;
  const made = createHash("sha256")
    .update(JSON.stringify({ ...discount, stock: reward.stock }))
    .digest("hex");
  const { code: __, ...terms } = promoCodeRequest(data, "");
  return {
    terms: { ...terms, newUsersOnly: true },
    codeOf(generation) {
      const isFirst = generation === 0;
      const subject = `checkout:${reward.id}:${made}${isFirst ? "" : `:${generation}`}`;
      return promoCodeText(ctx.secrets, ctx.companyId, subject);
    },
  };
}

function isMade(wanted: Wanted | null, code: CheckoutCode | null): boolean {
  if (wanted === null || code === null) return wanted === code;
  return wanted.codeOf(code.generation) === code.code;
}

/** Whether the checkouts carry the very discount that the reward stands for. */
export function isAtCheckout(ctx: Ctx, reward: Reward): boolean {
  return reward.checkoutCode !== null && isMade(wantedCode(ctx, reward), reward.checkoutCode);
}

/** Has the code made, changed or put out of use, where the one there is not the one that should be. */
export async function makeCheckoutCodeLater(ctx: Ctx, reward: Reward): Promise<void> {
  if (isMade(wantedCode(ctx, reward), reward.checkoutCode) && reward.checkoutRefusal === null) return;
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
  const isThere = isMade(wanted, reward.checkoutCode);
  if (isThere && reward.checkoutRefusal === null) return;
  const made = isThere ? reward.checkoutCode : wanted && (await makeOrTell(ctx, reward, wanted));
  await keep(ctx, reward, made);
}

export const ArchiveCheckoutCodeInput = z.strictObject({
  rewardId: z.uuid(),
  promoCodeId: z.string().max(100),
});
export type ArchiveCheckoutCodeInput = z.infer<typeof ArchiveCheckoutCodeInput>;

/** Puts a code on Whop out of use that no checkout carries any more. @throws WhopError */
export async function archiveCheckoutCode(ctx: Ctx, input: ArchiveCheckoutCodeInput): Promise<void> {
  requireOwner(ctx);
  const { rewardId, promoCodeId } = parseInput(ArchiveCheckoutCodeInput, input);
  const { checkoutCode } = await readReward(ctx, rewardId);
  if (checkoutCode?.promoCodeId !== promoCodeId) await ctx.whop.archivePromoCode(promoCodeId);
}

/** What Whop says no to is kept at the reward, where the team can do something about it; asking goes on. */
async function makeOrTell(ctx: Ctx, reward: Reward, wanted: Wanted): Promise<CheckoutCode> {
  try {
    return await makeOrAdopt(ctx, reward, wanted);
  } catch (error) {
    if (error instanceof WhopError && refusals.includes(error.kind))
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
  const refusal = JSON.stringify({ refused, at: ctx.clock.now().toISOString() });
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ checkoutCode: sql`coalesce(${rewards.checkoutCode}, '{}') || ${refusal}::jsonb` })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id))),
  );
}

async function readReward(ctx: Ctx, rewardId: string, lock?: "update"): Promise<Reward> {
  const [row] = await transact(ctx, (tx) => {
    const found = tx
      .select()
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardId)));
    return lock === undefined ? found : found.for(lock);
  });
  if (!row) throw notFound("reward");
  return rewardFromRow(row);
}

async function makeOrAdopt(ctx: Ctx, reward: Reward, wanted: Wanted): Promise<CheckoutCode> {
  const { checkoutGeneration: generation, checkoutRefusal, stock } = reward;
  const code = wanted.codeOf(generation);
  const { productId, planIds, ...rest } = wanted.terms;
  // Whop repeats a refusal as long as it knows the key: after one that is known, it is asked anew.
  const attempt = checkoutRefusal === null ? "" : `-${checkoutRefusal.at.getTime()}`;
  try {
    const { promoCodeId } = await ctx.whop.createPromoCode({
      ...rest,
      code,
      ...(productId === undefined ? {} : { productId }),
      ...(planIds === undefined ? {} : { planIds }),
      companyId: ctx.companyId,
      stock,
      idempotencyKey: `referly-checkout-${code}${attempt}`,
    });
    return { promoCodeId, code, generation };
  } catch (error) {
    // "Already taken" may mean: by ourselves, in an attempt whose answer was lost.
    const known = error instanceof WhopError ? await findOurs(ctx, { ...wanted.terms, code }) : null;
    if (known === null) throw error;
    return { promoCodeId: known.promoCodeId, code, generation };
  }
}

async function findOurs(ctx: Ctx, asked: PromoCodeRequest): Promise<WhopPromoCode | null> {
  const found = await ctx.whop.findPromoCode(ctx.companyId, asked.code);
  return found && found.status !== "archived" && isOurs(found, asked) ? found : null;
}

/**
 * What was made is at the checkouts from now on, unless the reward stands for something else by now or another code
 * was put out of use meanwhile: then it is this one that goes, and the right one is made.
 */
async function keep(ctx: Ctx, read: Reward, made: CheckoutCode | null): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    const reward = await readReward(ctx, read.id, "update");
    const { checkoutCode: before, checkoutGeneration: generation } = reward;
    const isAsRead = generation === read.checkoutGeneration || made?.promoCodeId === before?.promoCodeId;
    const isRight = isAsRead && isMade(wantedCode(ctx, reward), made);
    const kept = isRight ? made : before;
    const gone = isRight ? before : made;
    const isGone = gone !== null && gone.promoCodeId !== kept?.promoCodeId;
    const after = { checkoutCode: kept, checkoutGeneration: generation + Number(isGone) };
    await tx
      .update(rewards)
      .set({ ...after, updatedAt: ctx.clock.now() })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, reward.id)));
    if (isGone) {
      const old = { companyId: ctx.companyId, rewardId: reward.id, promoCodeId: gone.promoCodeId };
      await enqueue(ctx, tx, "archive-checkout-code", old);
    }
    await makeCheckoutCodeLater(ctx, { ...reward, ...after, checkoutRefusal: null });
    if (kept?.promoCodeId === before?.promoCodeId) return;
    await recordAudit(ctx, {
      action: kept === null ? "reward.checkout_code_removed" : "reward.checkout_code_made",
      subjectType: "reward",
      subjectId: reward.id,
      details: { name: reward.name, code: kept?.code ?? before?.code ?? "" },
    });
  });
}
