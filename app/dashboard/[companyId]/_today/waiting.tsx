import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { IconName } from "#app/_ui/icon/icon.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { Health } from "#lib/jobs/index.ts";
import type { Today } from "#lib/stats/index.ts";
import { type Due, stuckIn } from "./read-today.ts";
import styles from "./waiting.module.css";

type Item = {
  name: "cases" | "claims" | "applications" | "approvals" | "toHandOver" | "deliveriesHeld" | "stuck";
  count: number;
  href: string;
  icon: IconName;
};

/** What waits for a decision of the team, each with the way to it. */
export function Waiting({
  base,
  today,
  health,
  applications,
  due,
  speech: { t, format },
}: {
  base: string;
  today: Today;
  health: Health;
  /** Members who asked to become affiliates. */
  applications: number;
  /** What affiliates could be paid now, by currency. */
  due: readonly Due[];
  speech: Speech;
}) {
  const { cases, claims, approvals, toHandOver, deliveriesHeld } = today.waiting;
  const { onHold } = today;
  const decisions = `${base}/rewards?view=given&status=decision`;
  const all: Item[] = [
    { name: "cases", count: cases, href: `${base}/review`, icon: "shield" },
    { name: "claims", count: claims, href: `${base}/review?view=claims`, icon: "people" },
    { name: "applications", count: applications, href: `${base}/affiliates`, icon: "people" },
    { name: "approvals", count: approvals, href: decisions, icon: "gift" },
    { name: "toHandOver", count: toHandOver, href: decisions, icon: "people" },
    { name: "deliveriesHeld", count: deliveriesHeld, href: decisions, icon: "warning" },
    { name: "stuck", count: stuckIn(health), href: `${base}/health#stuck`, icon: "warning" },
  ];
  const items = all.filter(({ count }) => count > 0);
  return (
    <Card title={t("owner.today.waiting.title")} flush>
      {items.length === 0 ? (
        <p className={styles.none}>
          <Icon name="check" /> {t("owner.today.waiting.none")}
        </p>
      ) : (
        <ul>
          {items.map(({ name, count, href, icon }) => (
            <li key={name}>
              <Link className={styles.item} href={href}>
                <Icon name={icon} />
                <span className={styles.words}>{t(`owner.today.waiting.${name}`, { count })}</span>
                <Icon name="forward" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {due.length === 0 ? null : (
        <p className={styles.onHold}>
          <Link href={`${base}/payouts`} prefetch={false}>
            {t("owner.today.waiting.owed", {
              amount: format.list(due.map(({ amount, currency }) => format.amount(amount, currency))),
              at: format.day(new Date(Math.min(...due.map(({ since }) => since.getTime())))),
            })}
          </Link>
        </p>
      )}
      {onHold.nextAt === null ? null : (
        <p className={styles.onHold}>
          <Link href={`${base}/rewards?view=given&status=pending`} prefetch={false}>
            {t("owner.today.waiting.onHold", { count: onHold.rewards, at: format.day(onHold.nextAt) })}
          </Link>
        </p>
      )}
    </Card>
  );
}
