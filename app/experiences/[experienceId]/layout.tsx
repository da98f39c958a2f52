import type { ReactNode } from "react";
import { Frame } from "#app/_ui/frame/frame.tsx";
import { catalogOf } from "#app/_ui/i18n/catalog.ts";
import { WordsProvider } from "#app/_ui/i18n/provider.tsx";
import { words } from "#app/_ui/i18n/request.ts";
import { StaleBanner } from "#app/_ui/notice/stale-banner.tsx";
import { Refused } from "#app/_ui/state/refused.tsx";
import { type MemberParams, openMember } from "./open.ts";

type Props = MemberParams & { children: ReactNode };

export default async function ExperienceLayout({ params, children }: Props) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  const { locale, t } = await words();
  if (view.outcome !== "ok") return <Refused refusal={view} t={t} />;
  return (
    <Frame allowedHosts={view.ctx.origins.whop}>
      <WordsProvider locale={locale} catalog={catalogOf("member", locale)}>
        {view.stale ? <StaleBanner t={t} /> : null}
        {children}
      </WordsProvider>
    </Frame>
  );
}
