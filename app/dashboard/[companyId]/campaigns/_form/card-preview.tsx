"use client";

import { useLocale, useTranslations } from "use-intl";
import { prizeWords, type TermsSpeaker, termsSentences } from "#app/_ui/campaign/campaign-words.ts";
import { formatFor } from "#app/_ui/i18n/format.ts";
import styles from "./beside.module.css";
import type { Option } from "./fields.ts";
import type { Payload } from "./payload.ts";

type Props = {
  payload: Payload | null;
  titles: readonly Option[];
  rewards: readonly Option[];
  now: Date;
};

/** The campaign's card as members will see it, while it is being made. */
export function CardPreview({ payload, titles, rewards, now }: Props) {
  const t = useTranslations("owner.campaigns.form");
  const say = useTranslations("campaign.terms");
  const locale = useLocale();
  if (payload === null)
    return (
      <section className={styles.part}>
        <h2 className={styles.title}>{t("preview")}</h2>
        <p className={styles.hint}>{t("unreadable")}</p>
      </section>
    );
  const { terms } = payload;
  const format = formatFor(locale, payload.timeZone, now);
  const speaker: TermsSpeaker = {
    say: (key, values) => say(key, values),
    locale,
    format,
    titleOf: (id) => titles.find((one) => one.id === id)?.title ?? id,
  };
  const nameOf = (id: string) => rewards.find((one) => one.id === id)?.title ?? t("prizes.choose");
  return (
    <section className={styles.part}>
      <h2 className={styles.title}>{t("preview")}</h2>
      <div className={styles.card}>
        <p className={styles.name}>{payload.name || t("name.placeholder")}</p>
        <p className={styles.hint}>
          {t("runs", {
            from: format.instant(new Date(payload.startDate)),
            until: format.instant(new Date(payload.endDate)),
          })}
        </p>
        {payload.description === null ? null : <p>{payload.description}</p>}
        <ul className={styles.terms}>
          {termsSentences(terms, speaker).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {terms.prizes.length === 0 ? null : (
          <ul className={styles.prizes}>
            {terms.prizes.map((prize, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a prize is its place in the list
              <li key={index}>
                <span>{prizeWords(prize, speaker.say)}</span>
                <strong>{nameOf(prize.rewardId)}</strong>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
