import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import { Icon, type IconName } from "#app/_ui/icon/icon.tsx";
import { type Goal, goals, hrefOf } from "../choices.ts";
import styles from "./start.module.css";
import type { StepProps } from "./step.ts";

const icons: Record<Goal, IconName> = {
  burst: "bolt",
  everybody: "people",
  steady: "trophy",
  welcome: "gift",
};

export function GoalStep({ base, chosen, speech: { t } }: StepProps) {
  return (
    <Card title={t("owner.start.goal.title")} hint={t("owner.start.goal.hint")}>
      <ul className={styles.goals}>
        {goals.map((goal) => (
          <li key={goal}>
            <Link
              className={styles.goal}
              href={hrefOf(base, chosen, { goal, step: "template" })}
              prefetch={false}
              aria-current={goal === chosen.goal ? "true" : undefined}
            >
              <span className={styles.mark}>
                <Icon name={icons[goal]} size={18} />
              </span>
              <span>
                <strong>{t(`owner.start.goal.${goal}.title`)}</strong>
                <small>{t(`owner.start.goal.${goal}.text`)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
