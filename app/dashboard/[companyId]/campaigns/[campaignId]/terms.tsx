import Link from "next/link";
import { prizeWords, type TermsSpeaker, termsSentences } from "#app/_ui/campaign/campaign-words.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Campaign, CampaignVersion } from "#lib/campaigns/index.ts";
import type { ListedReward } from "#lib/rewards/index.ts";
import styles from "./terms.module.css";

type Props = {
  campaign: Campaign;
  versions: readonly CampaignVersion[];
  rewards: readonly ListedReward[];
  titles: ReadonlyMap<string, string>;
  base: string;
  speech: Speech;
};

/** What the campaign promises, and what it promised before. */
export function Terms({ campaign, versions, rewards, titles, base, speech }: Props) {
  const { t, format, locale } = speech;
  const speaker: TermsSpeaker = {
    say: (key, values) => t(`campaign.terms.${key}`, values),
    locale,
    format,
    titleOf: (id) => titles.get(id) ?? id,
  };
  const common = { rewards, speaker, speech };
  const bound = rewards.filter(
    ({ campaignId, archivedAt }) => campaignId === campaign.id && archivedAt === null,
  );
  const [latest, ...earlier] = versions;
  return (
    <>
      <Card
        title={t(latest === undefined ? "owner.campaigns.terms.draft" : "owner.campaigns.terms.title")}
        hint={
          latest === undefined
            ? undefined
            : t("owner.campaigns.terms.since", {
                version: latest.version,
                at: format.instant(latest.validFrom),
              })
        }
      >
        <Sentences terms={campaign.terms} isPaused={campaign.pausedAt !== null} {...common} />
        {bound.length === 0 ? null : (
          <p className={styles.bound}>
            {t("owner.campaigns.terms.bound")}{" "}
            <Link href={`${base}/rewards`}>{format.list(bound.map(({ name }) => name))}</Link>
          </p>
        )}
      </Card>
      {earlier.length === 0 ? null : (
        <Card title={t("owner.campaigns.terms.history")} hint={t("owner.campaigns.terms.historyHint")}>
          {earlier.map(({ version, validFrom, terms }) => (
            <details key={version} className={styles.version}>
              <summary>
                {t("owner.campaigns.terms.since", { version, at: format.instant(validFrom) })}
              </summary>
              <Sentences terms={terms} isPaused={terms.isPaused} {...common} />
            </details>
          ))}
        </Card>
      )}
    </>
  );
}

type SentencesProps = {
  terms: Campaign["terms"];
  isPaused: boolean;
  rewards: readonly ListedReward[];
  speaker: TermsSpeaker;
  speech: Speech;
};

function Sentences({ terms, isPaused, rewards, speaker, speech: { t, format } }: SentencesProps) {
  const { rules, prizes, budget, stacks } = terms;
  const nameOf = (id: string) => rewards.find((reward) => reward.id === id)?.name ?? "";
  const sentences = [
    ...(isPaused ? [t("owner.campaigns.terms.paused")] : []),
    ...termsSentences(terms, speaker),
    ...prizes.map((prize) =>
      t("owner.campaigns.terms.prize", {
        how: prizeWords(prize, speaker.say),
        prize: nameOf(prize.rewardId),
      }),
    ),
    ...(budget === null
      ? []
      : [t("owner.campaigns.terms.budget", { amount: format.amount(budget.amount, budget.currency) })]),
    t("owner.campaigns.terms.settle", { days: rules.settleDays }),
    ...(stacks ? [] : [t("owner.campaigns.terms.alone")]),
  ];
  return (
    <ul className={styles.terms}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
