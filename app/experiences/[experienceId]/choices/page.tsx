import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { getPreferences } from "#lib/members/index.ts";
import { BackLink } from "../_page/back-link.tsx";
import styles from "../my-data/my-data.module.css";
import { type MemberParams, openMember } from "../open.ts";
import { ChoicesForm } from "./choices-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("choices.title") };
}

/** How others see the member, and what they want to hear of and when. */
export default async function ChoicesPage({ params }: MemberParams) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer } = view;
  const read = await attempt(ctx, () => Promise.all([getPreferences(ctx), getSettings(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [preferences, { timeZone }] = read.data;
  const { t } = await speak(timeZone, ctx.clock.now());
  const [firstName = viewer.displayName] = viewer.displayName.split(/\s+/);
  return (
    <main className={styles.page}>
      <BackLink href={`/experiences/${experienceId}`}>{t("choices.back")}</BackLink>
      <h1 className={styles.title}>{t("choices.title")}</h1>
      <p className={styles.lead}>{t("choices.lead")}</p>
      <ChoicesForm
        experienceId={experienceId}
        saved={preferences}
        zone={preferences.timeZone ?? timeZone}
        names={{ name: viewer.displayName, firstName }}
      />
    </main>
  );
}
