import type { Speech } from "#app/_ui/i18n/request.ts";
import { giftWords } from "#app/_ui/reward/reward-words.ts";
import type { Rung } from "#lib/rewards/index.ts";
import type { ChannelLink } from "../_link/channel-links.tsx";
import type { OfferView } from "./offer.tsx";
import type { RankView } from "./rank-line.tsx";
import type { Home } from "./read-home.ts";
import type { StandingView } from "./standing.tsx";

/** What a rung gives, in the reader's language. */
export function giftOf(rung: Pick<Rung, "data" | "name" | "productTitle">, { t, format }: Speech): string {
  return giftWords(
    rung.data,
    rung.name,
    (key, values) => t(`reward.gives.${key}`, values),
    format,
    rung.productTitle,
  );
}

/** The nearest reward that is still ahead. */
function nextRung({ ladder }: Home): Rung | undefined {
  return ladder.next === null
    ? undefined
    : ladder.rungs.find(({ rewardId }) => rewardId === ladder.next?.rewardId);
}

export function offerView(home: Home, speech: Speech): OfferView {
  const next = nextRung(home);
  return {
    friend: home.settings.offerText,
    gift: next === undefined ? null : giftOf(next, speech),
    threshold: next?.threshold ?? 0,
    remaining: home.ladder.next?.remaining ?? 0,
    isComplete: home.ladder.rungs.length > 0 && next === undefined,
  };
}

export function standingView(home: Home, speech: Speech): StandingView {
  const next = nextRung(home);
  return {
    confirmed: home.ladder.confirmed,
    waiting: home.stats.conversions.provisional,
    onHold: home.ladder.rungs.flatMap((rung) =>
      rung.waitsFor === "hold" && rung.waitingUntil !== null
        ? [{ gift: giftOf(rung, speech), until: rung.waitingUntil }]
        : [],
    ),
    next:
      next === undefined || home.ladder.next === null
        ? null
        : { gift: giftOf(next, speech), threshold: next.threshold, remaining: home.ladder.next.remaining },
  };
}

/** Null where there is nothing to say, or nothing that may be said. */
export function rankView({ board, stats }: Home): RankView | null {
  if (!board.isVisible || board.period !== "all" || stats.rank === null) return null;
  const place = board.around.findIndex(({ isMe }) => isMe);
  const me = board.around[place];
  const above = board.around[place - 1];
  if (me === undefined) return null;
  return {
    rank: me.rank,
    of: board.rankedMembers,
    above: above === undefined ? null : { name: above.name, by: above.score - me.score },
  };
}

export function channelLinks({ links }: Home): ChannelLink[] {
  return links.flatMap(({ channel, url, isActive }) =>
    channel === null ? [] : [{ channel, url, isActive }],
  );
}
