"use client";

import { Button } from "frosted-ui";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Bar } from "./bar.tsx";
import styles from "./export.module.css";
import type { Progress } from "./use-download.ts";

type Props = {
  progress: Progress;
  onCancel: () => void;
  /** What else to know while it runs. */
  note?: ReactNode;
};

export function Running({ progress, onCancel, note }: Props) {
  const t = useTranslations("exports");
  const { rows, total, secondsLeft } = progress;
  const told = total === null ? t("begins") : t("progress", { rows, total });
  return (
    <div className={styles.export}>
      <div className={styles.running}>
        <Bar rows={rows} total={total} label={t("label")} />
        <Button type="button" size="2" variant="soft" color="gray" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
      <p className={styles.said}>
        {secondsLeft === null ? told : `${told} · ${t("left", { seconds: secondsLeft })}`}
      </p>
      {note === undefined ? null : <p className={styles.said}>{note}</p>}
    </div>
  );
}
