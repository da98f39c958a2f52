import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { type OwnerParams, openOwner } from "../../open.ts";
import { readTemplates } from "../_new/read-templates.ts";
import { Templates } from "../_new/templates.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.campaigns.new") };
}

export default async function NewCampaignPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => Promise.all([readTemplates(ctx), getSettings(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [templates, settings] = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  return (
    <Page
      back={{ href: `/dashboard/${companyId}/campaigns`, label: t("owner.nav.campaigns") }}
      title={t("owner.campaigns.new")}
      lead={t("owner.campaigns.template.lead")}
    >
      <Templates companyId={companyId} templates={templates} now={ctx.clock.now()} speech={speech} />
    </Page>
  );
}
