import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { type Campaign, pageUrl } from "#lib/campaigns/index.ts";
import { PageSwitch } from "../_act/page-switch.tsx";

type Props = { campaign: Campaign; appOrigin: string; companyId: string; speech: Speech };

/** Whether everybody may see the campaign, and where. */
export function PublicPage({ campaign, appOrigin, companyId, speech: { t } }: Props) {
  const { id, status, isPublic, pagePath } = campaign;
  if (status === "archived") return null;
  const url = pagePath === null ? null : pageUrl(appOrigin, pagePath);
  return (
    <Card title={t("owner.campaigns.public")} id="page">
      <PageSwitch companyId={companyId} campaign={{ id, isPublic, isLive: status !== "draft", url }} />
    </Card>
  );
}
