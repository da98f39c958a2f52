"use client";

import { useTranslations } from "use-intl";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./first-steps.module.css";
import { useNotedSteps } from "./steps-store.ts";
import { TestClick } from "./test-click.tsx";

type Props = {
  code: string;
  testUrl: string;
  /** Somebody opened the link. */
  seen: boolean;
  /** A chat showed its preview, so it was sent somewhere. */
  unfurled: boolean;
  testClicks: number;
};

/** Three steps that tick themselves off; nothing to dismiss. */
export function FirstSteps({ code, testUrl, seen, unfurled, testClicks }: Props) {
  const t = useTranslations("member.steps");
  const noted = useNotedSteps(code);
  const sent = seen || unfurled || noted.has("sent");
  const steps = [
    { name: "copy", done: sent || noted.has("copied") },
    { name: "send", done: sent },
    { name: "watch", done: seen },
  ] as const;
  const current = steps.find((step) => !step.done)?.name;
  return (
    <section className={styles.strip} aria-label={t("label")}>
      <ol className={styles.steps}>
        {steps.map((step, place) => (
          <li
            key={step.name}
            className={styles.step}
            data-done={step.done ? "" : undefined}
            aria-current={step.name === current ? "step" : undefined}
          >
            <span className={styles.mark}>
              {step.done ? <Icon name="check" size={14} /> : <span aria-hidden="true">{place + 1}</span>}
            </span>
            <span>
              {t(step.name)}
              {step.done ? <span className="visually-hidden"> {t("done")}</span> : null}
            </span>
          </li>
        ))}
      </ol>
      <TestClick testUrl={testUrl} testClicks={testClicks} />
    </section>
  );
}
