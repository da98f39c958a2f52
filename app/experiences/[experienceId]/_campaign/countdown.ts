import { leftUntil } from "#app/_ui/campaign/time-left.ts";
import type { CampaignCard } from "#lib/standings/index.ts";

/** What the cards tell of the moment they are looked at. */
export function countdownsOf(cards: readonly CampaignCard[], now: Date): unknown {
  return cards.map(({ campaign: { status, startDate, endDate } }) => {
    if (status === "scheduled") return leftUntil(startDate, now);
    return status === "active" ? leftUntil(endDate, now) : null;
  });
}
