import { ruleWords } from "#app/_ui/campaign/rule-words.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import list from "#app/_ui/list/points.module.css";
import type { Campaign } from "#lib/campaigns/index.ts";

type Props = {
  campaign: Campaign;
  /** What plans and products are called. */
  titles: ReadonlyMap<string, string>;
  speech: Speech;
};

/** The rules in force, in the order in which they matter to somebody who shares. */
export function Rules({ campaign, titles, speech }: Props) {
  return (
    <Card title={speech.t("member.campaign.rules.title")} id="rules">
      <ul className={list.points}>
        {ruleWords(campaign, titles, speech).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </Card>
  );
}
