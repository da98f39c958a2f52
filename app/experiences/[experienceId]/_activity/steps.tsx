import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { ListedReferral } from "#lib/referrals/index.ts";
import styles from "./steps.module.css";

/** Joined → paid → counted, as far as it has come. */
export function Steps({ referral, t }: { referral: ListedReferral; t: Translator }) {
  const isOver = referral.state === "cancelled" || referral.state === "rejected";
  const steps = [
    { name: "joined", done: true },
    { name: "paid", done: referral.convertedAt !== null },
    { name: "counted", done: referral.state === "confirmed" },
  ] as const;
  return (
    <ol className={styles.steps} data-over={isOver ? "" : undefined}>
      {steps.map(({ name, done }) => (
        <li key={name} className={styles.step} data-done={done ? "" : undefined}>
          <span className={styles.mark}>{done ? <Icon name="check" size={10} /> : null}</span>
          {t(`member.activity.step.${name}`)}
          <span className="visually-hidden">
            {" "}
            {t(done ? "member.activity.done" : "member.activity.notDone")}
          </span>
        </li>
      ))}
    </ol>
  );
}
