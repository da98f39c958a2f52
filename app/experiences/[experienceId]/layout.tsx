import type { ReactNode } from "react";
import { Frame } from "#app/_ui/frame/frame.tsx";
import { catalogOf } from "#app/_ui/i18n/catalog.ts";
import { WordsProvider } from "#app/_ui/i18n/provider.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { StaleBanner } from "#app/_ui/notice/stale-banner.tsx";
import { Refused } from "#app/_ui/state/refused.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { Forgotten } from "./_page/forgotten.tsx";
import { type MemberParams, openMember } from "./open.ts";

type Props = MemberParams & { children: ReactNode };

export default async function ExperienceLayout({ params, children }: Props) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  const { locale, t } = await words();
  if (view.outcome !== "ok") return <Refused refusal={view} t={t} locale={locale} />;
  const { ctx, viewer } = view;
  const page = viewer.erasedAt ? (
    <Forgotten
      at={viewer.erasedAt}
      speech={await speak((await getSettings(ctx)).timeZone, ctx.clock.now())}
    />
  ) : (
    children
  );
  return (
    <Frame allowedHosts={ctx.origins.whop}>
      <WordsProvider locale={locale} catalog={catalogOf("member", locale)}>
        {view.stale ? <StaleBanner t={t} /> : null}
        {page}
      </WordsProvider>
    </Frame>
  );
}
