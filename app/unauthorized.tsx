import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { State } from "#app/_ui/state/state.tsx";

/** Whop signs people in; a page opened outside of Whop has nobody to show anything to. */
export default async function SignedOut() {
  const { t } = await words();
  return (
    <PublicFrame>
      <State icon="lock" title={t("state.signedOut.title")}>
        {t("state.signedOut.text")}
      </State>
    </PublicFrame>
  );
}
