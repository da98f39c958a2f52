import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { RecentEvent } from "#lib/stats/index.ts";
import styles from "./recent.module.css";

type Props = { base: string; events: readonly RecentEvent[]; speech: Speech };

/** As many as stand beside the funnel. */
const shown = 7;

/** What happened last; each line opens the trace behind it. */
export function Recent({ base, events, speech: { t, format } }: Props) {
  return (
    <Card
      title={t("owner.today.recent.title")}
      action={
        events.length === 0 ? null : (
          <Link className={styles.all} href={`${base}/activity`}>
            {t("owner.today.recent.all")}
          </Link>
        )
      }
      flush
    >
      {events.length === 0 ? (
        <Empty icon="clock" title={t("owner.today.recent.empty.title")}>
          {t("owner.today.recent.empty.text")}
        </Empty>
      ) : (
        <ul>
          {events.slice(0, shown).map((event) => {
            const said = t(`owner.today.event.${event.action}`, {
              name: event.name ?? t("owner.today.recent.somebody"),
              referred: event.referredName ?? t("owner.today.recent.somebody"),
            });
            return (
              <li
                key={`${event.at.getTime()}-${event.action}-${event.referralId ?? event.userId}`}
                className={styles.event}
              >
                {event.referralId === null ? (
                  <span>{said}</span>
                ) : (
                  <Link href={`${base}/referrals?open=${event.referralId}`} prefetch={false}>
                    {said}
                  </Link>
                )}
                <time
                  className={styles.at}
                  dateTime={event.at.toISOString()}
                  title={format.instant(event.at)}
                >
                  {format.ago(event.at)}
                </time>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
