import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import type { Rung, RungState } from "#lib/rewards/index.ts";
import { earnedBy, hasCount } from "./earned-by.ts";
import styles from "./ladder.module.css";
import { RewardCode } from "./reward-code.tsx";
import { stateWords } from "./state-words.ts";

const tones: Record<RungState, Tone> = {
  locked: "neutral",
  waiting: "warning",
  ready: "accent",
  delivered: "success",
  expired: "neutral",
  cancelled: "neutral",
};

type Props = {
  rungs: readonly (Rung & { gift: string })[];
  /** The way to all of it, where this is a part. */
  more?: { href: string; label: string };
  /** Where it is not the ladder itself but a part of it. */
  title?: string;
  id?: string;
  speech: Speech;
};

/** Every reward and where the member stands with it. */
export function Ladder({ rungs, more, title, id = "rewards", speech }: Props) {
  const { t, say } = speech;
  return (
    <Card title={title ?? t("member.ladder.title")} id={id}>
      {rungs.length === 0 ? (
        <Empty icon="gift" title={t("member.ladder.empty.title")}>
          {t("member.ladder.empty.text")}
        </Empty>
      ) : (
        <ol className={styles.ladder}>
          {rungs.map((rung) => (
            <li key={rung.redemptionId ?? rung.rewardId} className={styles.rung} data-state={rung.state}>
              <span className={styles.threshold}>
                {rung.state === "delivered" ? (
                  <Icon name="check" size={16} />
                ) : hasCount(rung) ? (
                  <span aria-hidden="true">{rung.threshold}</span>
                ) : (
                  <Icon name="gift" size={16} />
                )}
              </span>
              <div className={styles.words}>
                <div className={styles.head}>
                  <h3 className={styles.name}>{rung.name}</h3>
                  <Badge tone={tones[rung.state]}>{t(`member.ladder.state.${rung.state}`)}</Badge>
                </div>
                <p className={styles.hint}>{earnedBy(rung, t)}</p>
                {rung.gift === rung.name ? null : <p>{rung.gift}</p>}
                {rung.description ? <p className={styles.hint}>{rung.description}</p> : null}
                <p className={styles.hint}>{stateWords(rung, speech)}</p>
                {rung.reason ? <p className={styles.hint}>{say(rung.reason)}</p> : null}
                {rung.note ? <p className={styles.note}>{rung.note}</p> : null}
                {rung.code === null ? null : <RewardCode code={rung.code} useUrl={rung.useUrl} />}
              </div>
            </li>
          ))}
        </ol>
      )}
      {more === undefined ? null : (
        <Link className={styles.more} href={more.href} prefetch={false}>
          {more.label}
        </Link>
      )}
    </Card>
  );
}
