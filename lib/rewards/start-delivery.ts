import { sql } from "drizzle-orm";
import { rewardDeliveries } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { enqueue } from "../jobs/index.ts";
import { deliverHere, isDoneHere } from "./deliver-here.ts";
import type { DeliveryRequest } from "./delivery.ts";
import { promoCodeRequest, promoCodeText } from "./promo-code.ts";
import { changeRedemption, getRedemption, type Redemption } from "./redemption.ts";
import { bookedBy } from "./reward-data.ts";

/** Decides for the delivery: the request is fixed here, and a job makes the call. `approvedBy` is null for a rule. */
export async function approve(ctx: Ctx, redemption: Redemption, approvedBy: string | null): Promise<void> {
  await changeRedemption(ctx, redemption.id, {
    status: "approved",
    statusReason: null,
    errorMessage: null,
    approvedAt: ctx.clock.now(),
    approvedBy,
  });
  await openDelivery(ctx, redemption, "grant", grantRequest(ctx, redemption));
}

/** Whether Whop or we have a way to take it back: there is none for days, nor for what a person gave or somebody saw. */
export function canBeTakenBack({ grant, status, expiresAt }: Redemption): boolean {
  switch (grant?.proof?.kind) {
    case "promo_code":
    case "booked":
      return true;
    case "own_code":
      // What cannot lapse is shown to its member at once, without a claim.
      return status === "granted" && expiresAt !== null;
    default:
      return false;
  }
}

export async function startTakeBack(ctx: Ctx, redemption: Redemption): Promise<void> {
  await openDelivery(ctx, redemption, "reverse", reverseRequest(redemption));
}

function reverseRequest({ grant }: Redemption): DeliveryRequest {
  const proof = grant?.proof;
  switch (proof?.kind) {
    case "promo_code": {
      const { promoCodeId, code } = proof;
      return { do: "archive_promo_code", promoCodeId, code };
    }
    case "booked":
      return { do: "unbook", unit: proof.unit, amount: proof.amount };
    case "own_code":
      return { do: "return_own_code", code: proof.code };
    default:
      throw new Error("there is no way to take this reward back");
  }
}

function grantRequest(ctx: Ctx, { id, terms: { data } }: Redemption): DeliveryRequest {
  switch (data.type) {
    case "discount":
    case "product_unlock":
    case "free_event":
      return {
        do: "create_promo_code",
        promoCode: promoCodeRequest(data, promoCodeText(ctx.secrets, ctx.companyId, id)),
      };
    case "free_days":
      return { do: "add_free_days", days: data.days };
    case "points":
    case "credits":
    case "cash":
      return { do: "book", ...bookedBy(data) };
    case "custom":
      return data.fromPool ? { do: "hand_own_code" } : { do: "by_hand", instructions: data.instructions };
  }
}

/** One delivery per redemption and direction. One that was given up before it was applied is opened again. */
async function openDelivery(
  ctx: Ctx,
  redemption: Redemption,
  direction: "grant" | "reverse",
  request: DeliveryRequest,
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx, async (tx, ctx) => {
    const [opened] = await tx
      .insert(rewardDeliveries)
      .values({
        companyId: ctx.companyId,
        id: newId(now),
        redemptionId: redemption.id,
        direction,
        rewardType: redemption.terms.rewardType,
        request,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoUpdate({
        target: [rewardDeliveries.companyId, rewardDeliveries.redemptionId, rewardDeliveries.direction],
        set: { state: "queued", heldReason: null, updatedAt: now },
        setWhere: sql`${rewardDeliveries.state} = 'reversed' and ${rewardDeliveries.appliedAt} is null`,
      })
      .returning({ id: rewardDeliveries.id });
    if (!opened || request.do === "by_hand") return;
    if (isDoneHere(request)) await deliverHere(ctx, await getRedemption(ctx, redemption.id), opened.id);
    else await enqueue(ctx, tx, "deliver-reward", { companyId: ctx.companyId, deliveryId: opened.id });
  });
}
