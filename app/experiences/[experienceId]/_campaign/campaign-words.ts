import { stateOf } from "#app/_ui/campaign/announced-state.ts";
import { prizeWords } from "#app/_ui/campaign/campaign-words.ts";
import { termsSpeaker } from "#app/_ui/campaign/terms-speaker.ts";
import { leftWords } from "#app/_ui/campaign/time-left.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Campaign, CampaignTerms } from "#lib/campaigns/index.ts";
import type { CampaignCard, ShownPrize } from "#lib/standings/index.ts";

/** "10 points for each friend who pays", for each event that is worth something. */
export function eachWords({ rules }: CampaignTerms, speech: Speech): string[] {
  const { say } = termsSpeaker(speech);
  return rules.counts
    .filter((event) => rules.points[event] > 0)
    .map((event) => say(event, { points: rules.points[event] }));
}

/** Where in its time a campaign is. */
export function whenWords(campaign: Campaign, now: Date, { t, format }: Speech): string {
  const { startDate, endDate, settlesAt, frozenAt } = campaign;
  switch (stateOf(campaign)) {
    case "scheduled":
      return t("member.campaign.starts", {
        at: format.instant(startDate),
        left: leftWords(startDate, now, t),
      });
    case "active":
    case "paused":
    case "full":
      return t("member.campaign.ends", { at: format.instant(endDate), left: leftWords(endDate, now, t) });
    case "settling":
      return t("member.campaign.settles", { at: format.instant(settlesAt) });
    case "ended":
      return t("member.campaign.final", { at: format.instant(frozenAt ?? settlesAt) });
  }
}

export function prizeName({ rewardName }: ShownPrize, { t }: Pick<Speech, "t">): string {
  return rewardName === "" ? t("member.campaign.prizes.gone") : rewardName;
}

/** Who gets a prize: "1st place", "3 winners are drawn, one ticket for each friend". */
export function prizeFor(prize: ShownPrize, speech: Speech): string {
  return prizeWords(prize, termsSpeaker(speech).say);
}

/** Why a campaign is not for the member; null where it is. */
export function outsideWords({ outside, campaign }: CampaignCard, speech: Speech): string | null {
  if (outside === null) return null;
  const { t, format } = speech;
  const { members, roles } = campaign.terms.audience;
  switch (outside) {
    case "age":
      return t(`member.campaign.outside.age.${members === "all" ? "dates" : members}`);
    case "role":
      return t("member.campaign.outside.role", {
        roles: format.either(roles.map((role) => t(`member.campaign.role.${role}`))),
      });
    default:
      return t(`member.campaign.outside.${outside}`);
  }
}
