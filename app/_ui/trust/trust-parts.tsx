import type { Trust } from "#lib/trust/index.ts";
import type { Speech } from "../i18n/request.ts";
import type { Translator } from "../i18n/translator.ts";
import { Facts } from "../sheet/facts.tsx";
import styles from "./trust.module.css";

type Part = NonNullable<Trust["parts"]>[number];

/** A score with what it is the sum of; for the team. */
export function TrustParts({
  score,
  parts,
  speech: { t },
}: {
  score: number;
  parts: Part[];
  speech: Speech;
}) {
  return (
    <div className={styles.parts}>
      <p className={styles.score}>{t("trust.of", { score })}</p>
      <Facts
        facts={parts.map((part) => [
          t(`trust.name.${part.part}`),
          <span key={part.part} className={styles.part}>
            {t("trust.points", { points: part.points, of: part.of })}
            <small>{partWords(part, t)}</small>
          </span>,
        ])}
      />
    </div>
  );
}

function partWords(part: Part, t: Translator): string {
  switch (part.part) {
    case "referrals":
      return t("trust.part.referrals", part);
    case "age":
      return t("trust.part.age", { days: part.days, full: part.fullAfterDays });
    case "vouches":
      return t("trust.part.vouches", part);
  }
}
