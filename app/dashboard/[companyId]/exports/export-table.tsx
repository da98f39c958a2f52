import { Button } from "frosted-ui";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import { Folded, Second, Table } from "#app/_ui/table/table.tsx";
import type { ExportState } from "#db/enums.ts";
import type { ExportRun } from "#lib/exports/index.ts";
import { exportFile } from "../_export/addresses.ts";
import { Bar } from "../_export/bar.tsx";
import { CancelExport } from "./cancel-export.tsx";

type Props = { runs: readonly ExportRun[]; companyId: string; speech: Speech };

const tones: Record<ExportState, Tone> = {
  running: "accent",
  done: "success",
  failed: "danger",
  cancelled: "neutral",
};

export function ExportTable({ runs, companyId, speech }: Props) {
  const { t, format } = speech;
  return (
    <Card flush>
      <Table
        rows={runs}
        keyOf={({ id }) => id}
        columns={[
          {
            head: t("exports.page.column.export"),
            cell: ({ kind, filter, status, doneRows }) => (
              <>
                <strong>{t(`exports.page.kind.${kind}`)}</strong>
                <Second>
                  {[
                    t(Object.keys(filter).length > 0 ? "exports.page.filtered" : "exports.page.all"),
                    ...(status === "done" ? [t("exports.page.rows", { count: doneRows })] : []),
                  ].join(" · ")}
                </Second>
              </>
            ),
          },
          {
            head: t("exports.page.column.state"),
            place: "edge",
            cell: (run) => (
              <>
                <State run={run} speech={speech} />
                <Folded>
                  <Act run={run} companyId={companyId} speech={speech} />
                </Folded>
              </>
            ),
          },
          {
            head: t("exports.page.column.asked"),
            place: "end",
            cell: ({ createdAt }) => format.instant(createdAt),
          },
          {
            head: t("exports.page.column.until"),
            place: "end",
            cell: ({ expiresAt, status }) => (status === "done" ? format.day(expiresAt) : "–"),
          },
          {
            head: t("exports.page.column.act"),
            place: "act",
            cell: (run) => <Act run={run} companyId={companyId} speech={speech} />,
          },
        ]}
      />
    </Card>
  );
}

function State({ run, speech: { t } }: { run: ExportRun; speech: Speech }) {
  const { status, doneRows, totalRows, secondsLeft } = run;
  if (status !== "running")
    return (
      <>
        <Badge tone={tones[status]}>{t(`exports.page.status.${status}`)}</Badge>
        {status === "failed" ? <Second>{t("exports.page.failed")}</Second> : null}
      </>
    );
  const told =
    totalRows === null ? t("exports.begins") : t("exports.progress", { rows: doneRows, total: totalRows });
  return (
    <>
      <Bar rows={doneRows} total={totalRows} label={t("exports.label")} />
      <Second>
        {secondsLeft === null ? told : `${told} · ${t("exports.left", { seconds: secondsLeft })}`}
      </Second>
    </>
  );
}

/** What can be done with it as it stands. */
function Act({ run: { id, status }, companyId, speech: { t } }: Omit<Props, "runs"> & { run: ExportRun }) {
  if (status === "running") return <CancelExport companyId={companyId} id={id} />;
  if (status !== "done") return null;
  return (
    <Button asChild size="2" variant="soft" color="gray">
      <a href={exportFile(companyId, id)} download>
        <Icon name="download" size={14} /> {t("exports.get")}
      </a>
    </Button>
  );
}
