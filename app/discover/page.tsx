import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { Landing } from "#app/_ui/landing/landing.tsx";

/** What Referly is, for communities that look for an app inside Whop. */
export default async function Discover() {
  const { t } = await words();
  return (
    <PublicFrame>
      <Landing t={t} title={t("landing.title")} lead={t("landing.discoverLead")} />
    </PublicFrame>
  );
}
