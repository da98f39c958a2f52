import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { commissionTones, standOf } from "#app/_ui/commission/commission-tones.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { commissionStatuses } from "#db/enums.ts";
import type { CommissionPage, ListedCommission } from "#lib/affiliates/index.ts";
import type { Asked } from "../asked-for.ts";
import { commissionWhy } from "./commission-why.ts";
import styles from "./commissions.module.css";

/** So many are seen at a glance; more of them can be sifted. */
const glance = 8;

type Props = { page: CommissionPage; asked: Asked; here: string; speech: Speech };

/** Each sale and what it earns, latest first. */
export function Commissions({ page, asked, here, speech }: Props) {
  const { t } = speech;
  const address = (more: Record<string, string | undefined>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ status: asked.status, ...more }))
      if (value !== undefined) query.set(name, value);
    return query.size === 0 ? here : `${here}?${query}`;
  };
  const isUntouched = asked.status === undefined && asked.after === undefined;
  if (page.commissions.length === 0 && isUntouched)
    return (
      <Card title={t("earnings.commissions.title")} id="commissions" flush>
        <Empty icon="coins" title={t("earnings.commissions.empty.title")}>
          {t("earnings.commissions.empty.text")}
        </Empty>
      </Card>
    );
  return (
    <Card
      title={t("earnings.commissions.title")}
      hint={t("earnings.commissions.hint")}
      id="commissions"
      flush
    >
      {isUntouched && page.commissions.length <= glance && page.nextCursor === null ? null : (
        <div className={styles.filter}>
          <Tabs
            label={t("earnings.commissions.filter")}
            tabs={[undefined, ...commissionStatuses].map((status) => ({
              href: address({ status }),
              label: t(status === undefined ? "earnings.commissions.all" : `commission.status.${status}`),
              current: asked.status === status,
            }))}
          />
        </div>
      )}
      {page.commissions.length === 0 ? (
        <p className={styles.none}>{t("earnings.commissions.none")}</p>
      ) : (
        <ul>
          {page.commissions.map((commission) => (
            <Row
              key={commission.id}
              commission={commission}
              href={address({ after: asked.after, commission: commission.id })}
              speech={speech}
            />
          ))}
        </ul>
      )}
      <Pager
        first={t("earnings.commissions.latest")}
        next={t("earnings.commissions.older")}
        firstHref={asked.after === undefined ? null : `${address({})}#commissions`}
        nextHref={page.nextCursor === null ? null : `${address({ after: page.nextCursor })}#commissions`}
      />
    </Card>
  );
}

function Row({ commission, href, speech }: { commission: ListedCommission; href: string; speech: Speech }) {
  const { t, format } = speech;
  const { buyer, level, currency, kept, occurredAt } = commission;
  const stand = standOf(commission);
  const amount = format.amount(kept, currency);
  const why = commissionWhy(commission, speech);
  return (
    <li className={styles.item} data-stand={stand}>
      <Link
        className={styles.name}
        href={href}
        scroll={false}
        prefetch={false}
        aria-label={t("earnings.commissions.open", { name: buyer.name, amount })}
      >
        {buyer.name}
      </Link>
      <span className={styles.amount}>{amount}</span>
      <p className={styles.when}>
        <time dateTime={occurredAt.toISOString()}>{format.day(occurredAt)}</time>
        {level === 2 ? ` · ${t("earnings.commissions.secondLevel")}` : null}
      </p>
      <span className={styles.badge}>
        <Badge tone={commissionTones[stand]}>{t(`commission.status.${stand}`)}</Badge>
      </span>
      {why === "" ? null : <p className={styles.why}>{why}</p>}
    </li>
  );
}
