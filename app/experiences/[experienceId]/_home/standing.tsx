import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { Progress } from "#app/_ui/progress/progress.tsx";
import styles from "./standing.module.css";

export type StandingView = {
  confirmed: number;
  waiting: number;
  /** Rewards that are earned and wait for the end of their hold, and when the first of each is final. */
  onHold: readonly { gift: string; count: number; until: Date }[];
  /** The way to the next step, of how many it takes. */
  next: { gift: string; goal: number; reached: number; remaining: number } | null;
};

/** "3 confirmed · 1 waiting", the way to the next reward, and what is earned and final on a day to come. */
export function Standing({ standing, speech: { t, format } }: { standing: StandingView; speech: Speech }) {
  const { confirmed, waiting, onHold, next } = standing;
  return (
    <section className={styles.standing} aria-label={t("member.standing.label")}>
      <p className={styles.counts}>
        <strong>{t("member.standing.confirmed", { count: confirmed })}</strong>
        {waiting === 0 ? null : <span> · {t("member.standing.waiting", { count: waiting })}</span>}
      </p>
      {next === null ? null : (
        <>
          <Progress
            confirmed={next.reached}
            waiting={waiting}
            goal={next.goal}
            label={t("member.standing.bar", {
              confirmed: next.reached,
              waiting,
              goal: next.goal,
              gift: next.gift,
            })}
          />
          <p className={styles.next}>
            {t("member.standing.next", { count: next.remaining, gift: next.gift })}
          </p>
        </>
      )}
      {onHold.map(({ gift, count, until }) => (
        <p key={gift} className={styles.hold}>
          <Icon name="clock" /> {t("member.standing.onHold", { count, gift, at: format.day(until) })}
        </p>
      ))}
    </section>
  );
}
