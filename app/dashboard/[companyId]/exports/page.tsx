import type { Metadata } from "next";
import { Live } from "#app/_ui/action/live.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { longExportRows } from "#lib/core/export.ts";
import { listExports } from "#lib/exports/index.ts";
import { type OwnerParams, openOwner } from "../open.ts";
import { ExportTable } from "./export-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("exports.page.title") };
}

/** Exports that take their time: those under way, and those that are ready. */
export default async function ExportsPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => Promise.all([listExports(ctx), getSettings(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [runs, settings] = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  return (
    <Page title={t("exports.page.title")} lead={t("exports.page.lead")}>
      {runs.length === 0 ? (
        <Card>
          <Empty icon="download" title={t("exports.page.empty.title")}>
            {t("exports.page.empty.text", { rows: longExportRows })}
          </Empty>
        </Card>
      ) : (
        <ExportTable runs={runs} companyId={companyId} speech={speech} />
      )}
      {runs.some(({ status }) => status === "running") ? <Live /> : null}
    </Page>
  );
}
