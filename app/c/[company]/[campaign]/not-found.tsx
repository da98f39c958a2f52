import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { State } from "#app/_ui/state/state.tsx";

/** There is no such campaign, or none that everybody may see: nobody can tell which. */
export default async function NoCampaign() {
  const { t } = await words();
  return (
    <PublicFrame>
      <State icon="search" title={t("campaignPage.gone.title")}>
        {t("campaignPage.gone.text")}
      </State>
    </PublicFrame>
  );
}
