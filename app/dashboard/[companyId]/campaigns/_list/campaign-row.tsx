import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { campaignTones, stateOf } from "#app/_ui/campaign/campaign-state.ts";
import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Campaign } from "#lib/campaigns/index.ts";
import type { CampaignSums } from "#lib/standings/index.ts";
import { Budget } from "./budget.tsx";
import styles from "./list.module.css";

type Props = {
  base: string;
  campaign: Campaign;
  sums: CampaignSums | undefined;
  now: Date;
  speech: Speech;
};

/** One campaign in the list: when it runs, how it goes, and what it has cost. */
export function CampaignRow({ base, campaign, sums, now, speech }: Props) {
  const { t, locale } = speech;
  const { id, name, startDate, endDate, timeZone, exhausted, totalReferrals, version } = campaign;
  const state = stateOf(campaign);
  const waiting = sums?.pointsProvisional ?? 0;
  const there = formatFor(locale, timeZone, now);
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          <Link href={`${base}/${id}`} prefetch={false}>
            {name}
          </Link>
        </h3>
        {state === "paused" ? (
          <Badge tone={campaignTones[state]}>{t(`campaign.state.${state}`)}</Badge>
        ) : null}
        {exhausted === null ? null : (
          <Badge tone="warning">{t(`owner.campaigns.exhausted.${exhausted.by}`)}</Badge>
        )}
      </div>
      <p className={styles.when}>
        {t("owner.campaigns.dates", {
          from: there.instant(startDate),
          until: there.instant(endDate),
          zone: timeZone,
        })}
      </p>
      {version === 0 ? null : (
        <p className={styles.numbers}>
          {[
            t("owner.campaigns.members", { count: sums?.members ?? 0 }),
            t("owner.campaigns.points", { count: sums?.points ?? 0 }),
            waiting > 0 ? t("owner.campaigns.board.plus", { count: waiting }) : null,
            t("owner.campaigns.referrals", { count: totalReferrals }),
          ]
            .filter((number) => number !== null)
            .join(" · ")}
        </p>
      )}
      <Budget campaign={campaign} speech={speech} />
    </li>
  );
}
