import type { Speech } from "#app/_ui/i18n/request.ts";
import { Progress } from "#app/_ui/progress/progress.tsx";
import styles from "./standing.module.css";

export type StandingView = {
  confirmed: number;
  waiting: number;
  /** When what waits is final; null where it depends on a decision. */
  settlesAt: Date | null;
  next: { gift: string; threshold: number; remaining: number } | null;
};

/** "3 confirmed · 1 waiting (final 30 Nov)", and the way to the next reward. */
export function Standing({ standing, speech: { t, format } }: { standing: StandingView; speech: Speech }) {
  const { confirmed, waiting, settlesAt, next } = standing;
  const waitingWords =
    waiting === 0
      ? null
      : settlesAt === null
        ? t("member.standing.waiting", { count: waiting })
        : t("member.standing.waitingUntil", { count: waiting, at: format.day(settlesAt) });
  const said = [t("member.standing.confirmed", { count: confirmed }), waitingWords].filter(Boolean);
  return (
    <section className={styles.standing} aria-label={t("member.standing.label")}>
      <p className={styles.counts}>
        <strong>{said[0]}</strong>
        {waitingWords === null ? null : <span> · {waitingWords}</span>}
      </p>
      {next === null ? null : (
        <>
          <Progress
            confirmed={confirmed}
            waiting={waiting}
            goal={next.threshold}
            label={t("member.standing.bar", { confirmed, waiting, goal: next.threshold, gift: next.gift })}
          />
          <p className={styles.next}>{t("member.standing.next", { count: next.remaining, gift: next.gift })}</p>
        </>
      )}
    </section>
  );
}
