import type { Translator } from "#app/_ui/i18n/translator.ts";
import type { FraudCheckType } from "#db/enums.ts";
import styles from "./findings.module.css";

export type Finding = { type: FraudCheckType; points: number; failed: boolean; sentence: string };

/** What the checks found, the heaviest first, with the points each gives. */
export function Findings({ findings, t }: { findings: readonly Finding[]; t: Translator }) {
  return (
    <ul className={styles.findings}>
      {findings.map(({ type, points, failed, sentence }) => (
        <li key={type} className={styles.finding}>
          <span className={styles.points} data-some={points > 0 || failed ? "" : undefined}>
            {failed ? "!" : `+${points}`}
          </span>
          <div>
            <p className={styles.name}>{t(`fraud.${type}`)}</p>
            <p className={styles.sentence}>{sentence}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
