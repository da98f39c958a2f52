import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { BackLink } from "../_page/back-link.tsx";
import styles from "../_page/part-page.module.css";
import { readTrust } from "../_vouches/read-trust.ts";
import { Vouches } from "../_vouches/vouches.tsx";
import { type MemberParams, openMember } from "../open.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("trust.mine.title") };
}

/** Who vouches for the member, and for whom they do. */
export default async function VouchesPage({ params }: MemberParams) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer } = view;
  const read = await attempt(ctx, () => Promise.all([readTrust(ctx, viewer.userId), getSettings(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [trust, { timeZone }] = read.data;
  const speech = await speak(timeZone, ctx.clock.now());
  const { t } = speech;
  return (
    <main className={styles.page}>
      <BackLink href={`/experiences/${experienceId}`}>{t("privacy.back")}</BackLink>
      <h1 className={styles.title}>{t("trust.mine.title")}</h1>
      <p className={styles.lead}>{t("trust.mine.hint")}</p>
      <Vouches trust={trust} experienceId={experienceId} speech={speech} />
    </main>
  );
}
