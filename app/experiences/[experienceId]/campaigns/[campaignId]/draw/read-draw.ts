import { getCampaign } from "#lib/campaigns/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { cardOf, getCampaignDraw } from "#lib/standings/index.ts";

/** A campaign with its draw; null where there is no such campaign for members. */
export async function readDraw(ctx: Ctx, id: string) {
  try {
    const [card, draw] = await Promise.all([
      getCampaign(ctx, { id }).then((campaign) => cardOf(ctx, campaign)),
      getCampaignDraw(ctx, { id }),
    ]);
    return { card, draw };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

export type DrawData = NonNullable<Awaited<ReturnType<typeof readDraw>>>;
