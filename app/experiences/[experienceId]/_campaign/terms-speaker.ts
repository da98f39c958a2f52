import type { TermsSpeaker } from "#app/_ui/campaign/campaign-words.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";

/** How a campaign's terms are spoken on a page; plans and products by their titles, where those are known. */
export function termsSpeaker(
  { t, locale, format }: Speech,
  titles: ReadonlyMap<string, string> = new Map(),
): TermsSpeaker {
  return {
    say: (key, values) => t(`campaign.terms.${key}`, values),
    locale,
    format,
    titleOf: (id) => titles.get(id) ?? t("member.campaign.somePlan"),
  };
}
