"use client";

import { Button } from "frosted-ui";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Problem } from "#app/_ui/action/problem.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { ExportKind } from "#lib/exports/index.ts";
import { exportFile, exportsPage } from "./addresses.ts";
import styles from "./export.module.css";
import { exportProblem } from "./export-problem.ts";
import { Running } from "./running.tsx";
import { useDownload } from "./use-download.ts";
import { useLongExport } from "./use-long-export.ts";

type Props = {
  companyId: string;
  kind: ExportKind;
  /** What the page shows: the filters of the list, as the API names them. */
  filter: Record<string, string | readonly string[] | undefined>;
};

/** The rows behind a list, as a table: all that its filters show, and nothing else. */
export function ExportButton({ companyId, kind, filter }: Props) {
  const t = useTranslations("exports");
  const long = useLongExport(companyId, kind);
  const { download, start, cancel } = useDownload(() => long.begin(filter));
  const query = new URLSearchParams({ companyId });
  for (const [name, value] of Object.entries(filter))
    for (const one of typeof value === "string" ? [value] : (value ?? [])) query.append(name, one);
  if (download.state === "running") return <Running progress={download} onCancel={cancel} />;
  const { run } = long;
  const list = (
    <Link href={exportsPage(companyId)} prefetch={false}>
      {t("list")}
    </Link>
  );
  if (run?.status === "running")
    return (
      <Running
        progress={{ rows: run.doneRows, total: run.totalRows, secondsLeft: run.secondsLeft }}
        onCancel={long.cancel}
        note={
          <>
            {t("made")} {list}
          </>
        }
      />
    );
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
      <p className={styles.said}>
        <span role="status">
          {download.state === "done" ? t("done", { count: download.rows }) : null}
          {run?.status === "done" && download.state !== "done" ? t("ready", { count: run.doneRows }) : null}
        </span>{" "}
        {run?.status === "done" ? (
          <>
            <a href={exportFile(companyId, run.id)} download>
              {t("get")}
            </a>{" "}
          </>
        ) : null}
        {run !== null || long.kept > 0 ? list : null}
      </p>
      <Problem>{exportProblem(download, long, t("unmade"))}</Problem>
    </div>
  );
}
