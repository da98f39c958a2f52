import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { State } from "#app/_ui/state/state.tsx";

export default async function NoAccess() {
  const { t } = await words();
  return (
    <PublicFrame>
      <State icon="lock" title={t("state.noAccess.title")}>
        {t("state.noAccess.text")}
      </State>
    </PublicFrame>
  );
}
