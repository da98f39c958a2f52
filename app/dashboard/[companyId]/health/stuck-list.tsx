import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { StuckWork } from "#lib/jobs/index.ts";
import styles from "./health.module.css";
import { ReplayButton } from "./replay-button.tsx";

type Props = { companyId: string; stuck: readonly StuckWork[]; speech: Speech };

/** What does not go on by itself: why, since when, and the one thing that is safe to do. */
export function StuckList({ companyId, stuck, speech: { t, format, say } }: Props) {
  return (
    <Card title={t("owner.health.stuckTitle")} hint={t("owner.health.stuckHint")} id="stuck" flush>
      {stuck.length === 0 ? (
        <Empty icon="check" title={t("owner.health.stuckNone.title")}>
          {t("owner.health.stuckNone.text")}
        </Empty>
      ) : (
        <ul className={styles.list}>
          {stuck.map((work) => (
            <li key={`${work.kind}-${work.id}`} className={styles.item}>
              <div className={styles.words}>
                <p className={styles.title}>
                  {say(work.title)}{" "}
                  <Badge tone="warning">{t(`owner.health.state.${stateKey(work.state)}`)}</Badge>
                </p>
                <p>{say(work.reason)}</p>
                <p className={styles.hint}>
                  {say(work.hint)} {t("owner.health.since", { at: format.instant(work.since) })}
                </p>
                <p className={styles.id}>
                  <bdi dir="ltr">{work.id}</bdi>
                </p>
              </div>
              <ReplayButton companyId={companyId} kind={work.kind} id={work.id} action={work.action} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const known = ["parked", "refused", "poison", "dead", "unknown", "held"] as const;

function stateKey(state: string): (typeof known)[number] | "other" {
  return known.find((candidate) => candidate === state) ?? "other";
}
