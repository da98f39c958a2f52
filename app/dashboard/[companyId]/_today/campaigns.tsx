import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { campaignTones, stateOf } from "#app/_ui/campaign/campaign-state.ts";
import { Card } from "#app/_ui/card/card.tsx";
import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Campaign } from "#lib/campaigns/index.ts";
import styles from "./campaigns.module.css";

type Props = { base: string; campaigns: readonly Campaign[]; now: Date; speech: Speech };

/** What runs or settles, and until when. */
export function Campaigns({ base, campaigns, now, speech: { t, locale } }: Props) {
  if (campaigns.length === 0) return null;
  return (
    <Card
      title={t("owner.today.campaigns.title")}
      action={
        <Link className={styles.all} href={`${base}/campaigns`}>
          {t("owner.today.campaigns.all")}
        </Link>
      }
    >
      <ul className={styles.list}>
        {campaigns.map((campaign) => {
          const { id, name, status, timeZone, endDate, settlesAt } = campaign;
          const state = stateOf(campaign);
          const there = formatFor(locale, timeZone, now);
          return (
            <li key={id} className={styles.line}>
              <Link className={styles.name} href={`${base}/campaigns/${id}`} prefetch={false}>
                {name}
              </Link>
              <Badge tone={campaignTones[state]}>{t(`campaign.state.${state}`)}</Badge>
              <span className={styles.until}>
                {status === "settling"
                  ? t("owner.today.campaigns.settles", { at: there.instant(settlesAt) })
                  : t("owner.today.campaigns.ends", { at: there.instant(endDate) })}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
