import type { Speech } from "../i18n/request.ts";
import type { TermsSpeaker } from "./campaign-words.ts";

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
