import type { ReactNode } from "react";
import { Frame } from "#app/_ui/frame/frame.tsx";
import { catalogOf } from "#app/_ui/i18n/catalog.ts";
import { WordsProvider } from "#app/_ui/i18n/provider.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { Nav } from "#app/_ui/nav/nav.tsx";
import { StaleBanner } from "#app/_ui/notice/stale-banner.tsx";
import { Refused } from "#app/_ui/state/refused.tsx";
import { areas } from "./areas.ts";
import { type OwnerParams, openOwner } from "./open.ts";

type Props = OwnerParams & { children: ReactNode };

export default async function DashboardLayout({ params, children }: Props) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  const { locale, t } = await words();
  if (view.outcome !== "ok") return <Refused refusal={view} t={t} locale={locale} />;
  const base = `/dashboard/${companyId}`;
  const items = areas.map((area) => ({
    href: `${base}${area.path}`,
    also: "also" in area ? `${base}${area.also}` : undefined,
    label: t(`owner.nav.${area.name}`),
  }));
  return (
    <Frame allowedHosts={view.ctx.origins.whop}>
      <WordsProvider locale={locale} catalog={catalogOf("owner", locale)}>
        <a className="skip-link" href="#content">
          {t("state.skip")}
        </a>
        <Nav items={items} label={t("owner.nav.label")} />
        {view.stale ? <StaleBanner t={t} /> : null}
        {children}
      </WordsProvider>
    </Frame>
  );
}
