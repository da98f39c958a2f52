import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Rung } from "#lib/rewards/index.ts";
import { stateWords } from "../../_ladder/state-words.ts";
import styles from "./earlier.module.css";

/** What was earned again and again, besides the last one of each. */
export function Earlier({ rungs, speech }: { rungs: readonly (Rung & { gift: string })[]; speech: Speech }) {
  const { t } = speech;
  return (
    <Card>
      <details>
        <summary className={styles.summary}>{t("member.rewards.earlier", { count: rungs.length })}</summary>
        <ul className={styles.list}>
          {rungs.map((rung) => (
            <li key={rung.redemptionId ?? rung.rewardId}>
              <p className={styles.name}>
                {rung.name}
                {rung.gift === rung.name ? null : ` · ${rung.gift}`}
              </p>
              <p className={styles.hint}>
                {stateWords(rung, speech)} {rung.code}
              </p>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
