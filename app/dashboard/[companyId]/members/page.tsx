import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf } from "../query.ts";
import { Search } from "../search.tsx";
import { askedFor } from "./asked-for.ts";
import { MemberSheet } from "./member-sheet.tsx";
import { MemberTable } from "./member-table.tsx";
import { readMembers } from "./read-members.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.members") };
}

/** Everybody the community knows, and all that is known of each. */
export default async function MembersPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readMembers(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { list, settings, opened } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const path = `/dashboard/${companyId}/members`;
  const here = { search: asked.search };
  const at = (more: Record<string, string | undefined | null>) => addressOf(path, { ...here, ...more });
  return (
    <Page title={t("owner.nav.members")} lead={t("members.lead")}>
      <Search path={path} here={here} label={t("members.search")} />
      <MemberTable list={list} asked={asked} at={at} speech={speech} />
      {opened === null ? null : (
        <MemberSheet
          opened={opened}
          companyId={companyId}
          closeHref={at({ cursor: asked.cursor })}
          speech={speech}
        />
      )}
    </Page>
  );
}
