import { listMyClaims } from "#lib/claims/index.ts";
import { currentRules, getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { dayOf } from "#lib/core/local-time.ts";

/** An id of ours; anything else counts as not given. */
export function askedPage(given: string | string[] | undefined): string | null {
  return typeof given === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
    ? given
    : null;
}

export async function readClaims(ctx: Ctx, cursor: string | null) {
  const [page, rules, { timeZone }] = await Promise.all([
    listMyClaims(ctx, cursor === null ? {} : { cursor }),
    currentRules(ctx),
    getSettings(ctx),
  ]);
  return { ...page, rules, timeZone, today: dayOf(timeZone, ctx.clock.now()) };
}
