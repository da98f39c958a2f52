import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { State } from "#app/_ui/state/state.tsx";

export default async function NotFound() {
  const { t } = await words();
  return (
    <PublicFrame>
      <State icon="search" title={t("state.notFound.title")}>
        {t("state.notFound.text")}
      </State>
    </PublicFrame>
  );
}
