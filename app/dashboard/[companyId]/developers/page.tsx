import type { Metadata } from "next";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { apiAreas, listApiKeys } from "#lib/api-keys/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import { type OwnerParams, openOwner } from "../open.ts";
import styles from "./developers.module.css";
import { KeyList } from "./key-list.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.developers") };
}

export default async function DevelopersPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, async () => Promise.all([listApiKeys(ctx), getSettings(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [keys, settings] = read.data;
  const { t, format } = await speak(settings.timeZone, ctx.clock.now());
  const example = `curl ${ctx.origins.app}/api/v1/referrals \\\n  -H "Authorization: Bearer rfk_…"`;
  return (
    <Page title={t("owner.nav.developers")} lead={t("owner.developers.lead")}>
      <KeyList
        companyId={companyId}
        areas={apiAreas}
        now={ctx.clock.now().getTime()}
        keys={keys.map((key) => ({
          id: key.id,
          name: key.name,
          hint: key.hint,
          scopes: key.scopes,
          state: key.state,
          made: t("owner.developers.made", { name: key.createdByName, at: format.day(key.createdAt) }),
          used: key.lastUsedAt
            ? t("owner.developers.used", { ago: format.ago(key.lastUsedAt) })
            : t("owner.developers.unused"),
          ends: key.expiresAt ? t("owner.developers.ends", { at: format.day(key.expiresAt) }) : null,
        }))}
      />
      <Card
        title={t("owner.developers.api.title")}
        hint={t("owner.developers.api.hint")}
        action={
          <a className={styles.link} href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
            {t("owner.developers.api.open")}
          </a>
        }
      >
        <pre className={styles.example} dir="ltr">
          <code>{example}</code>
        </pre>
      </Card>
    </Page>
  );
}
