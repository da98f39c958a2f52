import type { Speech } from "#app/_ui/i18n/request.ts";
import type { FraudCheckType } from "#db/enums.ts";
import type { Told } from "#lib/core/said.ts";
import styles from "./findings.module.css";

export type Finding = { type: FraudCheckType; points: number; failed: boolean; sentence: Told };

/** What the checks found, the heaviest first, with the points each gives. */
export function Findings({ findings, speech: { t, say } }: { findings: readonly Finding[]; speech: Speech }) {
  return (
    <ul className={styles.findings}>
      {findings.map(({ type, points, failed, sentence }) => (
        <li key={type} className={styles.finding}>
          <span className={styles.points} data-some={points > 0 || failed ? "" : undefined}>
            {failed ? "!" : `+${points}`}
          </span>
          <div>
            <p className={styles.name}>{t(`fraud.${type}`)}</p>
            <p className={styles.sentence}>{say(sentence)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
