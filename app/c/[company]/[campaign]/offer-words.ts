import type { Speech } from "#app/_ui/i18n/request.ts";
import { giftWords } from "#app/_ui/reward/reward-words.ts";
import type { CampaignPage } from "#lib/standings/index.ts";

type Offered = NonNullable<CampaignPage["offer"]["friend"]>;

/** What both sides get, one sentence each; null where there is nothing to promise. */
export function offerWords(
  { community, offer, campaign, prizes }: CampaignPage,
  { t, format }: Pick<Speech, "t" | "format">,
): { friend: string | null; referrer: string | null } {
  const giftOf = ({ data, name, productTitle }: Offered) =>
    giftWords(data, name, (key, values) => t(`reward.gives.${key}`, values), format, productTitle);
  const friend = community.offerText ?? (offer.friend && giftOf(offer.friend));
  const { referrer } = offer;
  const best = prizes.find(({ rewardName }) => rewardName !== "")?.rewardName;
  const { counts, points } = campaign.terms.rules;
  const event = counts.toSorted((a, b) => points[b] - points[a])[0];
  return {
    friend: friend === null ? null : t("campaignPage.offer.friend", { offer: withoutEnd(friend) }),
    referrer:
      referrer !== null
        ? bringing(referrer, giftOf(referrer), t)
        : best !== undefined
          ? t("campaignPage.offer.prize", { prize: best })
          : event === undefined || points[event] === 0
            ? null
            : `${t(`campaign.terms.${event}`, { points: points[event] })}.`,
  };
}

function bringing({ trigger, threshold }: Offered, gift: string, t: Speech["t"]): string {
  switch (trigger) {
    case "per_conversion":
      return t("campaignPage.offer.each", { gift });
    case "per_activation":
      return t("campaignPage.offer.eachStaying", { gift });
    case "every_nth":
      return t("campaignPage.offer.every", { gift, count: threshold });
    default:
      return t("campaignPage.offer.after", { gift, count: threshold });
  }
}

/** The sentence around it has an end of its own. */
function withoutEnd(text: string): string {
  return text.replace(/[.!…\s]+$/, "");
}
