"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import styles from "./draw.module.css";
import { isDrawnRight, type ShownDraw } from "./draw-again.ts";

type Props = { experienceId: string; campaignId: string };

/** Draws the winners again in the reader's own browser, of what was published. */
export function DrawCheck({ experienceId, campaignId }: Props) {
  const t = useTranslations("member.campaign.draw");
  const action = useAction();
  const [found, setFound] = useState<"right" | "wrong" | "unable" | null>(null);

  const check = async () => {
    setFound(null);
    const draw = await action.run(() =>
      callApi<ShownDraw>("GET", `/api/v1/campaigns/${campaignId}/draw?experienceId=${experienceId}`),
    );
    if (draw === null) return;
    try {
      setFound((await isDrawnRight(draw)) ? "right" : "wrong");
    } catch {
      setFound("unable");
    }
  };

  return (
    <div className={styles.check}>
      <Button type="button" size="3" variant="soft" loading={action.pending} onClick={check}>
        {t("check")}
      </Button>
      <p className={styles.hint}>{t("checkHint")}</p>
      <Problem>{action.problem}</Problem>
      <p
        className={styles.said}
        role="status"
        data-right={found === "right" ? "" : undefined}
        data-wrong={found === "wrong" ? "" : undefined}
      >
        {found === null ? "" : t(found)}
      </p>
    </div>
  );
}
