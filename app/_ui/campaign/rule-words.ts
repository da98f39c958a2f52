import type { Campaign } from "#lib/campaigns/index.ts";
import type { Speech } from "../i18n/request.ts";
import { termsSentences } from "./campaign-words.ts";
import { termsSpeaker } from "./terms-speaker.ts";

/** A campaign's rules as sentences: when, what gives points, and when they are final. */
export function ruleWords(campaign: Campaign, titles: ReadonlyMap<string, string>, speech: Speech): string[] {
  const { t, format } = speech;
  const { audience, stacks } = campaign.terms;
  const say = "member.campaign.rules";
  const sentences = [
    t(`${say}.from`, {
      from: format.instant(campaign.startDate),
      until: format.instant(campaign.endDate),
      zone: campaign.timeZone,
    }),
    ...termsSentences(campaign.terms, termsSpeaker(speech, titles)).map((sentence) => `${sentence}.`),
    audience.countries.length > 0 && audience.countUnknownCountry && t(`${say}.unknownCountry`),
    t(`${say}.settle`, { at: format.instant(campaign.settlesAt) }),
    !stacks && t(`${say}.alone`),
    t(`${say}.ties`),
    t(`${say}.self`),
    campaign.version > 1 && t(`${say}.version`),
  ];
  return sentences.filter((sentence) => sentence !== false);
}
