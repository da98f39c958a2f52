import type { Metadata } from "next";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { DownloadData } from "#app/_ui/privacy/download-data.tsx";
import { Erasure } from "#app/_ui/privacy/erasure.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { getDataStanding } from "#lib/privacy/index.ts";
import { BackLink } from "../_page/back-link.tsx";
import { Forgotten } from "../_page/forgotten.tsx";
import { type MemberParams, openMember } from "../open.ts";
import styles from "./my-data.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("privacy.title") };
}

/** What is kept about the member: to take along, or to have deleted. */
export default async function MyDataPage({ params }: MemberParams) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx, viewer } = view;
  const read = await attempt(ctx, () => Promise.all([getDataStanding(ctx), getSettings(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [standing, { timeZone }] = read.data;
  const speech = await speak(timeZone, ctx.clock.now());
  const { t } = speech;
  const { state, at } = standing.erasure;
  if (state === "done" && at !== null) return <Forgotten at={at} speech={speech} />;
  return (
    <main className={styles.page}>
      <BackLink href={`/experiences/${experienceId}`}>{t("privacy.back")}</BackLink>
      <h1 className={styles.title}>{t("privacy.title")}</h1>
      <p className={styles.lead}>{t("privacy.lead")}</p>
      <div className={styles.parts}>
        {state === "under_way" ? null : (
          <Card title={t("privacy.me.download.title")} hint={t("privacy.me.download.text")} id="download">
            <DownloadData
              whose="me"
              path={`/api/v1/my-data?experienceId=${experienceId}`}
              fileName="my-data.json"
            />
          </Card>
        )}
        <Card title={t("privacy.me.erase.title")} hint={t("privacy.me.erase.text")} id="erase">
          <Erasure
            whose="me"
            name={viewer.displayName}
            path="/api/v1/my-data/erase"
            scope={{ experienceId }}
            standing={standing}
            speech={speech}
          />
        </Card>
      </div>
    </main>
  );
}
