import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getCampaign } from "#lib/campaigns/index.ts";
import { openOwner } from "../../../open.ts";
import { uuid } from "../../../query.ts";
import { CampaignForm } from "../../_form/campaign-form.tsx";
import { readFormOptions } from "../../_form/read-options.ts";

type Props = { params: Promise<{ companyId: string; campaignId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.campaigns.act.edit") };
}

/** A draft, or the next version of a campaign that was announced. */
export default async function EditCampaignPage({ params }: Props) {
  const { companyId, campaignId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const id = uuid(campaignId);
  if (id === undefined) notFound();
  const read = await attempt(ctx, () =>
    Promise.all([getCampaign(ctx, { id }), readFormOptions(ctx, companyId)]),
  );
  if (read.outcome === "not_found") notFound();
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [campaign, options] = read.data;
  const { t } = await speak(options.timeZone, options.now);
  const { name, description, status, startDate, endDate, timeZone, terms } = campaign;
  const isOpen = status === "draft" || status === "scheduled" || status === "active";
  return (
    <Page
      back={{ href: `/dashboard/${companyId}/campaigns/${id}`, label: name }}
      title={t("owner.campaigns.form.editTitle", { name })}
      lead={t(status === "draft" ? "owner.campaigns.form.draftLead" : "owner.campaigns.form.editLead", {
        version: campaign.version + 1,
      })}
    >
      {isOpen ? (
        <CampaignForm
          campaign={{ id, name, description, status, startDate, endDate, timeZone, terms }}
          options={options}
        />
      ) : (
        <Notice tone="neutral" title={t("owner.campaigns.form.closed")}>
          {t("owner.campaigns.form.closedText")}
        </Notice>
      )}
    </Page>
  );
}
