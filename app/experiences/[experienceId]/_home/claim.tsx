"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./claim.module.css";

type Props = {
  experienceId: string;
  redemptionId: string;
  gift: string;
  /** Said on the server, in the community's time zone. */
  until: string | null;
  /** How many more can be claimed below. */
  others: number;
};

/** What can be claimed now: one button. */
export function Claim({ experienceId, redemptionId, gift, until, others }: Props) {
  const t = useTranslations("member.claim");
  const action = useAction();
  return (
    <section className={styles.claim} aria-label={t("label")}>
      <div className={styles.words}>
        <p className={styles.gift}>
          <Icon name="gift" /> {gift}
        </p>
        <p className={styles.hint}>
          {until === null ? t("yours") : t("until", { at: until })}
          {others > 0 ? ` ${t("others", { count: others })}` : null}
        </p>
        <Problem>{action.problem}</Problem>
      </div>
      <Button
        type="button"
        size="3"
        variant="solid"
        loading={action.pending}
        onClick={() =>
          action.run(() => callApi("POST", `/api/v1/redemptions/${redemptionId}/claim`, { experienceId }))
        }
      >
        {t("button")}
      </Button>
    </section>
  );
}
