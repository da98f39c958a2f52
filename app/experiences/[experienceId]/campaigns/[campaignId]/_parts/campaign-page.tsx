import { Badge } from "#app/_ui/badge/badge.tsx";
import { stateOf, stateTones } from "#app/_ui/campaign/announced-state.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Result } from "../../../_campaign/campaign-cards.tsx";
import { outsideWords, whenWords } from "../../../_campaign/campaign-words.ts";
import { StandingIn } from "../../../_campaign/standing-in.tsx";
import { BackLink } from "../../../_page/back-link.tsx";
import page from "../../../_page/part-page.module.css";
import type { CampaignData } from "../read-campaign.ts";
import { Board } from "./board.tsx";
import { Lines } from "./lines.tsx";
import { Prizes } from "./prizes.tsx";
import { Rules } from "./rules.tsx";
import { SharePage } from "./share-page.tsx";

type Props = {
  data: CampaignData;
  isFirst: boolean;
  home: string;
  /** Where pages are opened by everybody. */
  appOrigin: string;
  now: Date;
  speech: Speech;
};

export function CampaignPage({ data, isFirst, home, appOrigin, now, speech }: Props) {
  const { t } = speech;
  const { card, standings, points, won } = data;
  const { campaign, mine } = card;
  const state = stateOf(campaign);
  const outside = outsideWords(card, speech);
  const has = mine.points + mine.pointsProvisional > 0;
  const here = `${home}/campaigns/${campaign.id}`;
  return (
    <main className={page.page}>
      <BackLink href={home}>{t("member.campaign.back")}</BackLink>
      <header className={page.head}>
        <h1 className={page.title}>{campaign.name}</h1>
        <Badge tone={stateTones[state]}>{t(`member.campaign.state.${state}`)}</Badge>
      </header>
      <p className={page.lead}>{whenWords(campaign, now, speech)}</p>
      {campaign.description === null ? null : <p className={page.lead}>{campaign.description}</p>}
      <SharePage campaign={campaign} appOrigin={appOrigin} speech={speech} />
      <div className={page.parts}>
        {outside === null ? null : (
          <Notice tone="neutral">{t("member.campaign.notForMe", { why: outside })}</Notice>
        )}
        {state === "paused" ? <Notice tone="warning">{t("member.campaign.pausedNow")}</Notice> : null}
        {campaign.exhausted === null ? null : (
          <Notice tone="warning">{t(`member.campaign.fullBy.${campaign.exhausted.by}`)}</Notice>
        )}
        {state === "ended" ? <Result card={card} takenBack={data.takenBack} speech={speech} /> : null}
        <div className={page.columns}>
          <div className={page.main}>
            {state === "scheduled" || (outside !== null && !has) ? null : (
              <Card>
                <StandingIn card={card} speech={speech} />
              </Card>
            )}
            {state === "scheduled" ? null : (
              <>
                <Board standings={standings} speech={speech} />
                <Lines page={points} isFirst={isFirst} here={here} home={home} speech={speech} />
              </>
            )}
          </div>
          <div className={page.beside}>
            <Rules campaign={campaign} titles={data.titles} speech={speech} />
            <Prizes card={card} won={won} here={here} speech={speech} />
          </div>
        </div>
      </div>
    </main>
  );
}
