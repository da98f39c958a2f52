import type { Speech } from "#app/_ui/i18n/request.ts";
import { giftWords } from "#app/_ui/reward/reward-words.ts";
import { isOfChannel } from "#lib/links/index.ts";
import { nextRung, type Rung } from "#lib/rewards/index.ts";
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

/** What a friend gets: in the owner's words, or by the reward that is offered. */
export function friendGets(
  { settings, offer }: Pick<Home, "settings" | "offer">,
  speech: Speech,
): string | null {
  return settings.offerText ?? (offer.friend && giftOf(offer.friend, speech));
}

export function offerView(home: Home, speech: Speech): OfferView {
  const { next } = home.ladder;
  return {
    friend: friendGets(home, speech),
    gift: next && giftOf(next, speech),
    threshold: next?.threshold ?? 0,
    remaining: next?.remaining ?? 0,
    isEach: next?.trigger === "per_conversion" || next?.trigger === "per_activation",
    isComplete: home.ladder.rungs.length > 0 && next === null,
  };
}

export function standingView(home: Home, speech: Speech): StandingView {
  const next = nextStep(home);
  return {
    confirmed: home.ladder.confirmed,
    waiting: home.stats.conversions.provisional,
    onHold: heldGifts(home.ladder.rungs, speech),
    next: next && { gift: giftOf(next, speech), ...wayTo(next) },
  };
}

type HeldRung = Pick<Rung, "waitsFor" | "waitingUntil" | "data" | "name" | "productTitle">;

/** What is earned and on hold, each gift once: how many there are, and when the first of them is final. */
export function heldGifts(rungs: readonly HeldRung[], speech: Speech): StandingView["onHold"] {
  const held = rungs.flatMap((rung) =>
    rung.waitsFor === "hold" && rung.waitingUntil !== null
      ? [{ gift: giftOf(rung, speech), until: rung.waitingUntil }]
      : [],
  );
  return [...Map.groupBy(held, ({ gift }) => gift)].map(([gift, same]) => ({
    gift,
    count: same.length,
    until: new Date(Math.min(...same.map(({ until }) => until.getTime()))),
  }));
}

/** The nearest step that takes several friends: what each single one brings needs no bar. */
function nextStep({ ladder }: Home): Rung | null {
  const steps = ladder.rungs.filter(({ trigger }) => trigger === "milestone" || trigger === "every_nth");
  return nextRung(steps) ?? ladder.next;
}

/** How far it is, counted by what the reward counts; what comes again and again begins anew after each. */
function wayTo({ trigger, threshold, every, remaining }: Rung) {
  const goal = trigger === "every_nth" ? every : threshold;
  return { goal, reached: Math.max(goal - remaining, 0), remaining };
}

/** Null where there is nothing to say, or nothing that may be said. The place and their number are of one reading. */
export function rankView({ board, stats: { rank, rankedMembers } }: Home): RankView | null {
  if (!board.isVisible || board.period !== "all" || rank === null) return null;
  const place = board.around.findIndex(({ isMe }) => isMe);
  const me = board.around[place];
  const above = board.around[place - 1];
  if (me === undefined) return null;
  return {
    rank,
    of: rankedMembers,
    above: above === undefined ? null : { name: above.name, by: above.score - me.score },
  };
}

/** One link of each channel: the first that is not paused, if there is one. */
export function channelLinks({ links }: Pick<Home, "links">): ChannelLink[] {
  const own = new Map<string, ChannelLink>();
  for (const link of links) {
    const { channel, url, isActive } = link;
    if (channel === null || !isOfChannel(link, channel) || own.get(channel)?.isActive) continue;
    own.set(channel, { channel, url, isActive });
  }
  return [...own.values()];
}
