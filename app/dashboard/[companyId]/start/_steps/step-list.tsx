import Link from "next/link";
import { hrefOf, steps } from "../choices.ts";
import styles from "./start.module.css";
import type { StepProps } from "./step.ts";

/** Where one is; every step can be gone to at any time. */
export function StepList({ base, chosen, speech: { t } }: StepProps) {
  const at = steps.indexOf(chosen.step);
  return (
    <nav aria-label={t("owner.start.steps")}>
      <ol className={styles.list}>
        {steps.map((step, place) => (
          <li key={step}>
            <Link
              className={styles.step}
              href={hrefOf(base, chosen, { step })}
              prefetch={false}
              aria-current={step === chosen.step ? "step" : undefined}
              data-past={place < at ? "" : undefined}
            >
              <span className={styles.number} aria-hidden="true">
                {place + 1}
              </span>
              {t(`owner.start.step.${step}`)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
