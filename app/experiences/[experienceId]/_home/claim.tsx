"use client";

import { Button } from "frosted-ui";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { RewardCode } from "../_ladder/reward-code.tsx";
import styles from "./claim.module.css";

type Claimable = {
  redemptionId: string;
  gift: string;
  /** Said on the server, in the community's time zone. */
  until: string | null;
};

type Claimed = { redemptionId: string; gift: string; code: string | null; useUrl: string | null };

type Props = {
  experienceId: string;
  ready: Claimable | null;
  /** How many more can be claimed after it. */
  others: number;
  claimed: readonly Claimed[];
};

/** What can be claimed now: one button. What was claimed a moment ago stays in its place, with its code. */
export function Claim({ experienceId, ready, others, claimed }: Props) {
  const t = useTranslations("member.claim");
  const action = useAction();
  const [latest, setLatest] = useState<string | null>(null);
  const mine = claimed.find(({ redemptionId }) => redemptionId === latest);
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that had the focus is gone.
    if (mine?.redemptionId) words.current?.focus();
  }, [mine?.redemptionId]);

  const claim = async (redemptionId: string) => {
    const done = await action.run(() =>
      callApi("POST", `/api/v1/redemptions/${redemptionId}/claim`, { experienceId }),
    );
    if (done !== null) setLatest(redemptionId);
  };

  return (
    <>
      {mine === undefined ? null : (
        <section className={styles.claim} aria-label={t("label")}>
          <div className={styles.words} ref={words} tabIndex={-1}>
            <p className={styles.gift}>
              <Icon name="check" /> {mine.gift}
            </p>
            <p className={styles.hint}>{t("done")}</p>
            {mine.code === null ? null : <RewardCode code={mine.code} useUrl={mine.useUrl} />}
          </div>
        </section>
      )}
      {ready === null ? null : (
        <section className={styles.claim} aria-label={t("label")}>
          <div className={styles.words}>
            <p className={styles.gift}>
              <Icon name="gift" /> {ready.gift}
            </p>
            <p className={styles.hint}>
              {ready.until === null ? t("yours") : t("until", { at: ready.until })}
              {others > 0 ? ` ${t("others", { count: others })}` : null}
            </p>
            <Problem>{action.problem}</Problem>
          </div>
          <Button
            type="button"
            size="3"
            variant="solid"
            loading={action.pending}
            onClick={() => claim(ready.redemptionId)}
          >
            {t("button")}
          </Button>
        </section>
      )}
    </>
  );
}
