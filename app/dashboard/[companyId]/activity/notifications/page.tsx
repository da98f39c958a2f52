import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { notificationKinds } from "#db/enums.ts";
import { say as sayOf } from "#lib/core/said.ts";
import { notificationStandings } from "#lib/notifications/index.ts";
import { type OwnerQuery, openOwner } from "../../open.ts";
import { addressOf } from "../../query.ts";
import { Views } from "../views.tsx";
import { askedFor } from "./asked-for.ts";
import { FilterSelect } from "./filter-select.tsx";
import { Item } from "./item.tsx";
import styles from "./notifications.module.css";
import { readNotifications } from "./read-notifications.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.notifications.title") };
}

/** Single notifications: to whom, what they say, and what became of them. */
export default async function NotificationsPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readNotifications(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { notifications, nextCursor, nameOf, settings } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t, say } = speech;
  const { cursor, ...filter } = asked;
  const at = (more: Record<string, string | undefined>) =>
    addressOf(`/dashboard/${companyId}/activity/notifications`, { ...filter, ...more });
  const isNarrowed = Object.values(asked).some((value) => value !== undefined);
  const empty = isNarrowed ? "filtered" : "title";
  return (
    <Page title={t("owner.notifications.title")} lead={t("owner.notifications.lead")}>
      <Views companyId={companyId} current="notifications" t={t} />
      <search className={styles.filters}>
        <FilterSelect
          label={t("owner.notifications.label")}
          value={asked.standing ?? ""}
          options={[undefined, ...notificationStandings].map((standing) => ({
            value: standing ?? "",
            label: t(`owner.notifications.standing.${standing ?? "all"}`),
            href: at({ standing }),
          }))}
        />
        <FilterSelect
          label={t("owner.notifications.filterLabel")}
          value={asked.kind ?? ""}
          options={[
            { value: "", label: t("owner.notifications.anyKind"), href: at({ kind: undefined }) },
            ...notificationKinds.map((kind) => ({
              value: kind,
              label: say(sayOf(`notificationTitle.${kind}`)),
              href: at({ kind }),
            })),
          ]}
        />
      </search>
      {asked.to ? (
        <p>
          {t("owner.notifications.onlyTo", { name: nameOf(asked.to) ?? t("owner.notifications.team") })}{" "}
          <Link href={at({ to: undefined })} prefetch={false}>
            {t("owner.notifications.clear")}
          </Link>
        </p>
      ) : null}
      {notifications.length === 0 ? (
        <Card>
          <Empty icon="clock" title={t(`owner.notifications.empty.${empty}`)}>
            {t(isNarrowed ? "owner.notifications.empty.filteredText" : "owner.notifications.empty.text")}
          </Empty>
        </Card>
      ) : (
        <Card flush>
          <ul>
            {notifications.map((notification) => (
              <Item
                key={notification.id}
                notification={notification}
                name={nameOf(notification.recipient)}
                href={at({ to: notification.recipient })}
                speech={speech}
              />
            ))}
          </ul>
          <Pager
            first={t("owner.pager.latest")}
            next={t("owner.pager.older")}
            firstHref={cursor ? at({}) : null}
            nextHref={nextCursor ? at({ cursor: nextCursor }) : null}
          />
        </Card>
      )}
    </Page>
  );
}
