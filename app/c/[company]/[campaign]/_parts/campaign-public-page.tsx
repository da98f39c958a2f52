import { Button } from "frosted-ui";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { stateOf, stateTones } from "#app/_ui/campaign/announced-state.ts";
import { ruleWords } from "#app/_ui/campaign/rule-words.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { CampaignPage } from "#lib/standings/index.ts";
import { offerWords } from "../offer-words.ts";
import { Board } from "./board.tsx";
import { Countdown } from "./countdown.tsx";
import { Draw } from "./draw.tsx";
import styles from "./page.module.css";
import { Prizes } from "./prizes.tsx";

type Props = { page: CampaignPage; now: Date; speech: Speech };

export function CampaignPublicPage({ page, now, speech }: Props) {
  const { t } = speech;
  const { campaign, community, titles } = page;
  const state = stateOf(campaign);
  const isOver = state === "settling" || state === "ended";
  return (
    <main className={styles.page}>
      <header className={styles.hero}>
        <p className={styles.community}>
          <Avatar name={community.title} url={null} size={28} />
          {t("campaignPage.by", { community: community.title })}
        </p>
        <div className={styles.head}>
          <h1 className={styles.title}>{campaign.name}</h1>
          <Badge tone={stateTones[state]}>{t(`member.campaign.state.${state}`)}</Badge>
        </div>
        {campaign.description === null ? null : <p className={styles.lead}>{campaign.description}</p>}
        <Time page={page} now={now} speech={speech} />
      </header>
      {state === "paused" ? <Notice tone="warning">{t("member.campaign.pausedNow")}</Notice> : null}
      {campaign.exhausted === null ? null : (
        <Notice tone="warning">{t(`member.campaign.fullBy.${campaign.exhausted.by}`)}</Notice>
      )}
      {isOver ? null : <Offers page={page} speech={speech} />}
      <Join page={page} isOver={isOver} speech={speech} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Prizes page={page} speech={speech} />
          {state === "scheduled" ? null : <Board page={page} speech={speech} />}
        </div>
        <div className={styles.main}>
          <Card title={t("member.campaign.rules.title")} id="rules">
            <ul className={styles.rules}>
              {ruleWords(campaign, titles, speech).map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
          </Card>
          <Draw page={page} speech={speech} />
        </div>
      </div>
      <p className={styles.powered}>{t("campaignPage.powered")}</p>
    </main>
  );
}

/** Where in its time the campaign is. */
function Time({ page: { campaign }, now, speech }: Props) {
  const { t, format } = speech;
  const { startDate, endDate, settlesAt, frozenAt, timeZone: zone, status } = campaign;
  if (status === "settling" || status === "ended") {
    const key = status === "settling" ? "settling" : "ended";
    const at = format.instant(status === "settling" ? settlesAt : (frozenAt ?? settlesAt));
    return <p className={styles.when}>{t(`campaignPage.${key}`, { ended: format.instant(endDate), at })}</p>;
  }
  const begins = status === "scheduled";
  const until = begins ? startDate : endDate;
  return (
    <div className={styles.time}>
      <Countdown
        until={until.toISOString()}
        now={now.toISOString()}
        words={{
          label: t(`campaignPage.countdown.${begins ? "starts" : "ends"}`),
          days: t("campaignPage.countdown.days"),
          hours: t("campaignPage.countdown.hours"),
          minutes: t("campaignPage.countdown.minutes"),
          seconds: t("campaignPage.countdown.seconds"),
          over: t("campaignPage.countdown.over"),
        }}
      />
      <p className={styles.when}>
        {t(`campaignPage.${begins ? "begins" : "until"}`, { at: format.instant(until), zone })}
      </p>
    </div>
  );
}

/** What both sides get. */
function Offers({ page, speech }: Omit<Props, "now">) {
  const { t } = speech;
  const { friend, referrer } = offerWords(page, speech);
  return (
    <section className={styles.offers} aria-label={t("campaignPage.offer.label")}>
      <div className={styles.offer}>
        <h2 className={styles.side}>{t("campaignPage.offer.joinTitle")}</h2>
        <p className={styles.gift}>{friend ?? t("campaignPage.offer.friendNone")}</p>
      </div>
      <div className={styles.offer}>
        <h2 className={styles.side}>{t("campaignPage.offer.bringTitle")}</h2>
        <p className={styles.gift}>{referrer ?? t("campaignPage.offer.none")}</p>
      </div>
    </section>
  );
}

function Join({ page: { community }, isOver, speech: { t } }: Omit<Props, "now"> & { isOver: boolean }) {
  if (community.url === null) return null;
  return (
    <div className={styles.join}>
      <Button asChild size="4" variant="solid">
        <a href={community.url}>
          {t(isOver ? "campaignPage.visit" : "campaignPage.join", { community: community.title })}
        </a>
      </Button>
      {isOver ? null : <p className={styles.already}>{t("campaignPage.already")}</p>}
    </div>
  );
}
