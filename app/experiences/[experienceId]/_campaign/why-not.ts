import type { Speech } from "#app/_ui/i18n/request.ts";
import type { CampaignCard, ShownPrize } from "#lib/standings/index.ts";
import { prizeName } from "./campaign-words.ts";

/** Why a member who took part has won nothing: for each prize what it took, and what refunds took from them. */
export function whyNot({ prizes, mine }: CampaignCard, takenBack: number, speech: Speech): string[] {
  const { t } = speech;
  const lost = takenBack > 0 ? [t("member.campaign.whyNot.takenBack", { points: takenBack })] : [];
  return [...prizes.map((prize) => whyNotThis(prize, mine, speech)), ...lost];
}

function whyNotThis(prize: ShownPrize, { rank, points }: CampaignCard["mine"], speech: Speech): string {
  const { t } = speech;
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
      return points < prize.minPoints
        ? t("member.campaign.whyNot.raffleOut", { prize: name, needed: prize.minPoints, points })
        : t("member.campaign.whyNot.raffle", { prize: name });
  }
}
