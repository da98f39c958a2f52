"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { Problem } from "#app/_ui/action/problem.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./export.module.css";
import { type Progress, useDownload } from "./use-download.ts";

const kinds = ["referrals", "conversions", "commissions", "payouts", "ledger"] as const;

type Props = {
  companyId: string;
  kind: (typeof kinds)[number];
  /** What the page shows: the filters of the list, as the API names them. */
  filter: Record<string, string | readonly string[] | undefined>;
};

/** The rows behind a list, as a table: all that its filters show, and nothing else. */
export function ExportButton({ companyId, kind, filter }: Props) {
  const t = useTranslations("exports");
  const { download, start, cancel } = useDownload();
  const query = new URLSearchParams({ companyId });
  for (const [name, value] of Object.entries(filter))
    for (const one of typeof value === "string" ? [value] : (value ?? [])) query.append(name, one);
  if (download.state === "running") return <Running progress={download} onCancel={cancel} />;
  return (
    <div className={styles.export}>
      <Button
        type="button"
        size="2"
        variant="soft"
        color="gray"
        onClick={() => start(`/api/v1/exports/${kind}.csv?${query}`, `${kind}.csv`)}
      >
        <Icon name="download" size={14} /> {t(`button.${kind}`)}
      </Button>
      <p className={styles.said} role="status">
        {download.state === "done" ? t("done", { count: download.rows }) : null}
      </p>
      <Problem>{download.state === "failed" ? download.problem : null}</Problem>
    </div>
  );
}

function Running({ progress, onCancel }: { progress: Progress; onCancel: () => void }) {
  const t = useTranslations("exports");
  const { rows, total, secondsLeft } = progress;
  const told = total === null ? t("begins") : t("progress", { rows, total });
  return (
    <div className={styles.export}>
      <div className={styles.running}>
        <progress
          className={styles.bar}
          max={total === null ? undefined : Math.max(1, total)}
          value={total === null ? undefined : Math.min(rows, total)}
          aria-label={t("label")}
        />
        <Button type="button" size="2" variant="soft" color="gray" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
      <p className={styles.said}>
        {secondsLeft === null ? told : `${told} · ${t("left", { seconds: secondsLeft })}`}
      </p>
    </div>
  );
}
