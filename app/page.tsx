import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { Landing } from "#app/_ui/landing/landing.tsx";

/** For somebody who opens the app's address outside of Whop. */
export default async function Home() {
  const { t } = await words();
  return (
    <PublicFrame>
      <Landing t={t} title={t("landing.title")} lead={t("landing.lead")} />
    </PublicFrame>
  );
}
