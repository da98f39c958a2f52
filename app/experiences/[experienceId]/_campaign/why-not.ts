import type { Speech } from "#app/_ui/i18n/request.ts";
import { countedEvent, type ShownPrize, ticketsHeld } from "#lib/standings/index.ts";
import { prizeName } from "./campaign-words.ts";
import type { Standing } from "./next-steps.ts";

/** Why a member who took part has won nothing: for each prize what it took, and what refunds took from them. */
export function whyNot(card: Standing, takenBack: number, speech: Speech): string[] {
  const { t } = speech;
  const lost = takenBack > 0 ? [t("member.campaign.whyNot.takenBack", { points: takenBack })] : [];
  return [...card.prizes.map((prize) => whyNotThis(prize, card, speech)), ...lost];
}

function whyNotThis(prize: ShownPrize, { campaign, mine }: Standing, speech: Speech): string {
  const { t } = speech;
  const { rank, points } = mine;
  const name = prizeName(prize, speech);
  switch (prize.kind) {
    case "rank": {
      const { from, to } = prize;
      if (rank === null) return t("member.campaign.whyNot.rankless", { prize: name });
      // Places are given out among those with the same points by who reached them first.
      const isTied = from <= rank && rank <= to;
      return t(`member.campaign.whyNot.${isTied ? "tied" : "rank"}`, {
        prize: name,
        places: to - from + 1,
        from,
        to,
        rank,
      });
    }
    case "threshold":
      return t("member.campaign.whyNot.threshold", { prize: name, needed: prize.points, points });
    case "raffle":
      if (points < prize.minPoints)
        return t("member.campaign.whyNot.raffleOut", { prize: name, needed: prize.minPoints, points });
      return ticketsHeld(prize, mine) > 0
        ? t("member.campaign.whyNot.raffle", { prize: name })
        : t("member.campaign.whyNot.raffleNoFriend", {
            prize: name,
            event: countedEvent(campaign.terms.rules),
          });
  }
}
