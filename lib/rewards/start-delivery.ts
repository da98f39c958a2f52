import { sql } from "drizzle-orm";
import { rewardDeliveries } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { enqueue } from "../jobs/index.ts";
import type { DeliveryRequest } from "./delivery.ts";
import { promoCodeRequest, promoCodeText } from "./promo-code.ts";
import { changeRedemption, type Redemption } from "./redemption.ts";

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

export async function startTakeBack(ctx: Ctx, redemption: Redemption): Promise<void> {
  const proof = redemption.grant?.proof;
  if (proof?.kind !== "promo_code") throw new Error("only a reward with a code can be taken back");
  const { promoCodeId, code } = proof;
  await openDelivery(ctx, redemption, "reverse", { do: "archive_promo_code", promoCodeId, code });
}

function grantRequest(ctx: Ctx, { id, terms: { data } }: Redemption): DeliveryRequest {
  switch (data.type) {
    case "discount":
    case "product_unlock":
      return {
        do: "create_promo_code",
        promoCode: promoCodeRequest(data, promoCodeText(ctx.secrets, ctx.companyId, id)),
      };
    case "free_days":
      return { do: "add_free_days", days: data.days };
    case "custom":
      return { do: "by_hand", instructions: data.instructions };
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
  await transact(ctx, async (tx) => {
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
    await enqueue(ctx, tx, "deliver-reward", { companyId: ctx.companyId, deliveryId: opened.id });
  });
}
