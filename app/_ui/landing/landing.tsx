import type { Translator } from "../i18n/translator.ts";
import type { IconName } from "../icon/icon.tsx";
import { Icon } from "../icon/icon.tsx";
import { Brand } from "./brand.tsx";
import styles from "./landing.module.css";

const points = [
  ["link", "link"],
  ["proof", "shield"],
  ["reward", "gift"],
  ["trace", "search"],
] as const satisfies readonly (readonly [string, IconName])[];

const steps = ["first", "second", "third"] as const;

/** True statements only: everything said here is in the product. */
export function Landing({ t, title, lead }: { t: Translator; title: string; lead: string }) {
  return (
    <main className={styles.page}>
      <header className={styles.hero}>
        <Brand />
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.lead}>{lead}</p>
      </header>
      <section className={styles.points} aria-label={t("landing.pointsLabel")}>
        {points.map(([name, icon]) => (
          <div key={name} className={styles.point}>
            <span className={styles.mark}>
              <Icon name={icon} size={18} />
            </span>
            <h2 className={styles.pointTitle}>{t(`landing.${name}.title`)}</h2>
            <p className={styles.text}>{t(`landing.${name}.text`)}</p>
          </div>
        ))}
      </section>
      <section className={styles.how}>
        <h2 className={styles.sectionTitle}>{t("landing.howTitle")}</h2>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>{t(`landing.step.${step}`)}</li>
          ))}
        </ol>
      </section>
    </main>
  );
}
