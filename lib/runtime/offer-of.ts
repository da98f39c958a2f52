import type { Ctx } from "../core/context.ts";
import type { Told } from "../core/said.ts";
import { getOffer } from "../rewards/index.ts";

/** For the cards of links: what whoever joins gets, in a few words. */
export async function offerOf(ctx: Ctx): Promise<Told | null> {
  const { friend } = await getOffer(ctx);
  return friend?.summary ?? null;
}
