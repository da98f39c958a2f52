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
import { lockReward } from "./lock-reward.ts";
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

/** Whether there is nothing more to do: no code to make or to put out of use, no refusal that is over. */
function isSettled(wanted: Wanted | null, reward: Reward): boolean {
  const { checkoutCode, checkoutAttempt, checkoutRefusal } = reward;
  return isMade(wanted, checkoutCode) && checkoutAttempt === null && checkoutRefusal === null;
}

/** Whether the checkouts carry the very discount that the reward stands for. */
export function isAtCheckout(ctx: Ctx, reward: Reward): boolean {
  return reward.checkoutCode !== null && isMade(wantedCode(ctx, reward), reward.checkoutCode);
}

/** Has the code made, changed or put out of use, where the one there is not the one that should be. */
export async function makeCheckoutCodeLater(ctx: Ctx, reward: Reward): Promise<void> {
  if (isSettled(wantedCode(ctx, reward), reward)) return;
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
  const begun = await begin(ctx, rewardId);
  if (begun === null) return;
  const { reward, wanted } = begun;
  const isThere = isMade(wanted, reward.checkoutCode);
  const made = isThere ? reward.checkoutCode : wanted && (await makeOrTell(ctx, reward, wanted));
  await keep(ctx, reward, made);
}

/**
 * Writes down which code Whop is about to be asked for. One of an earlier attempt that nobody knows the end of, for
 * what the reward no longer stands for, is put out of use. Null when there is nothing to do.
 */
async function begin(ctx: Ctx, rewardId: string): Promise<{ reward: Reward; wanted: Wanted | null } | null> {
  return transact(ctx, async (_tx, ctx) => {
    const reward = await lockReward(ctx, rewardId);
    const wanted = wantedCode(ctx, reward);
    if (isSettled(wanted, reward)) return null;
    const { checkoutAttempt: before, checkoutGeneration } = reward;
    const isThere = isMade(wanted, reward.checkoutCode);
    const isLost = before !== null && (isThere || wanted?.codeOf(checkoutGeneration) !== before);
    if (isLost) await archiveLater(ctx, rewardId, { code: before });
    const generation = checkoutGeneration + Number(isLost);
    const attempt = isThere || wanted === null ? null : wanted.codeOf(generation);
    const { checkoutCode, checkoutRefusal } = reward;
    await write(ctx, rewardId, generation, { ...checkoutCode, ...checkoutRefusal, ...asAttempt(attempt) });
    return { reward: { ...reward, checkoutGeneration: generation, checkoutAttempt: attempt }, wanted };
  });
}

export const ArchiveCheckoutCodeInput = z.strictObject({
  rewardId: z.uuid(),
  /** Whop's id of it, or its text where the answer that told the id was lost. */
  promoCodeId: z.string().max(100).optional(),
  code: z.string().max(100).optional(),
});
export type ArchiveCheckoutCodeInput = z.infer<typeof ArchiveCheckoutCodeInput>;

/** Puts a code on Whop out of use that no checkout carries any more. @throws WhopError */
export async function archiveCheckoutCode(ctx: Ctx, input: ArchiveCheckoutCodeInput): Promise<void> {
  requireOwner(ctx);
  const { rewardId, code, ...given } = parseInput(ArchiveCheckoutCodeInput, input);
  const { checkoutCode } = await readReward(ctx, rewardId);
  const found = code === undefined ? null : await ctx.whop.findPromoCode(ctx.companyId, code);
  const promoCodeId = given.promoCodeId ?? found?.promoCodeId;
  if (promoCodeId === undefined || promoCodeId === checkoutCode?.promoCodeId) return;
  await ctx.whop.archivePromoCode(promoCodeId);
}

/** Longer than a call without an answer may still be on its way. */
const LOST_AFTER_SECONDS = 60;

async function archiveLater(
  ctx: Ctx,
  rewardId: string,
  which: { promoCodeId: string } | { code: string },
): Promise<void> {
  const old = { companyId: ctx.companyId, rewardId, ...which };
  const when = "code" in which ? { startAfterSeconds: LOST_AFTER_SECONDS } : {};
  await transact(ctx, (tx) => enqueue(ctx, tx, "archive-checkout-code", old, when));
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

async function keepRefusal(ctx: Ctx, { id, checkoutAttempt }: Reward, refused: Told): Promise<void> {
  const refusal = JSON.stringify({ refused, at: ctx.clock.now().toISOString() });
  const stored = sql`coalesce(${rewards.checkoutCode}, '{}')`;
  // What was refused was not made. Another attempt, for something else, may be under way.
  const rest = sql`CASE WHEN ${stored} ->> 'making' = ${checkoutAttempt} THEN ${stored} - 'making' ELSE ${stored} END`;
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ checkoutCode: sql`(${rest}) || ${refusal}::jsonb` })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id))),
  );
}

/** What stands at a reward of its code: the one in use, the one that is being made, the refusal of it. */
async function write(ctx: Ctx, id: string, checkoutGeneration: number, stored: object): Promise<void> {
  const checkoutCode = Object.keys(stored).length === 0 ? null : stored;
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ checkoutCode, checkoutGeneration, updatedAt: ctx.clock.now() })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id))),
  );
}

function asAttempt(making: string | null): object {
  return making === null ? {} : { making };
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
  await transact(ctx, async (_tx, ctx) => {
    const reward = await lockReward(ctx, read.id);
    const { checkoutCode: before, checkoutGeneration: generation } = reward;
    const isAsRead = generation === read.checkoutGeneration || made?.promoCodeId === before?.promoCodeId;
    const isRight = isAsRead && isMade(wantedCode(ctx, reward), made);
    const kept = isRight ? made : before;
    const gone = isRight ? before : made;
    const isGone = gone !== null && gone.promoCodeId !== kept?.promoCodeId;
    // Another attempt, for something else, may be under way already.
    const attempt = reward.checkoutAttempt === made?.code ? null : reward.checkoutAttempt;
    const after = {
      checkoutCode: kept,
      // One of an earlier generation is never asked for again anyway.
      checkoutGeneration: generation + Number(isGone && gone.generation === generation),
      checkoutAttempt: attempt,
    };
    await write(ctx, reward.id, after.checkoutGeneration, { ...kept, ...asAttempt(attempt) });
    if (isGone) await archiveLater(ctx, reward.id, { promoCodeId: gone.promoCodeId });
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
