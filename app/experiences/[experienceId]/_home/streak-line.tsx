import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { StreakToday } from "#lib/streaks/index.ts";
import styles from "./streak-line.module.css";

/** "5 days in a row", until when it lasts, and whether a day without anything is forgiven. */
export function StreakLine({ streak, speech: { t, format } }: { streak: StreakToday; speech: Speech }) {
  const { days, best, keepBy, freeze } = streak;
  if (days === 0 && best === 0) return null;
  if (days === 0 || keepBy === null)
    return (
      <p className={styles.line}>
        <Icon name="bolt" /> <span>{t("member.streak.over", { count: best })}</span>
      </p>
    );
  return (
    <p className={styles.line}>
      <Icon name="bolt" />
      <span>
        <strong>{t("member.streak.days", { count: days })}</strong>
        {best > days ? ` (${t("member.streak.best", { count: best })})` : null}.{" "}
        {t("member.streak.keepBy", { at: format.date(keepBy) })}{" "}
        {freeze.isReady || freeze.usedOn === null || freeze.readyOn === null
          ? t("member.streak.freeze.ready")
          : t("member.streak.freeze.used", {
              on: format.date(freeze.usedOn),
              from: format.date(freeze.readyOn),
            })}
      </span>
    </p>
  );
}
