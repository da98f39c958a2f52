import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Rung } from "#lib/rewards/index.ts";
import { giftOf } from "./views.ts";

/** What can be claimed now, and what was claimed, so that it stays in its place when the page is read again. */
export function claimView(rungs: readonly Rung[], speech: Speech) {
  const ready = rungs.filter(({ state, redemptionId }) => state === "ready" && redemptionId !== null);
  const [first] = ready;
  return {
    ready: first?.redemptionId
      ? {
          redemptionId: first.redemptionId,
          gift: giftOf(first, speech),
          until: first.expiresAt === null ? null : speech.format.day(first.expiresAt),
        }
      : null,
    others: ready.length - 1,
    claimed: rungs.flatMap((rung) =>
      rung.state === "delivered" && rung.redemptionId !== null
        ? [
            {
              redemptionId: rung.redemptionId,
              gift: giftOf(rung, speech),
              code: rung.code,
              useUrl: rung.useUrl,
            },
          ]
        : [],
    ),
  };
}
