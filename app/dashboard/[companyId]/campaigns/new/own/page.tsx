import type { Metadata } from "next";
import { words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { type OwnerParams, openOwner } from "../../../open.ts";
import { CampaignForm } from "../../_form/campaign-form.tsx";
import { readFormOptions } from "../../_form/read-options.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.campaigns.new") };
}

/** A campaign that begins with nothing. */
export default async function OwnCampaignPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { t } = await words();
  const read = await attempt(view.ctx, () => readFormOptions(view.ctx, companyId));
  if (read.outcome !== "ok") return <Unavailable t={t} requestId={view.ctx.requestId} />;
  return (
    <Page
      back={{ href: `/dashboard/${companyId}/campaigns/new`, label: t("owner.campaigns.new") }}
      title={t("owner.campaigns.form.newTitle")}
      lead={t("owner.campaigns.form.newLead")}
    >
      <CampaignForm campaign={null} options={read.data} />
    </Page>
  );
}
