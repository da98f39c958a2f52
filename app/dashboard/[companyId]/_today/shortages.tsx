import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { Campaign } from "#lib/campaigns/index.ts";
import type { ListedReward } from "#lib/rewards/index.ts";
import { usedOf } from "../campaigns/_list/used.ts";
import { shortageOf } from "../rewards/_ladder/groups.ts";
import styles from "./today.module.css";

type Props = {
  base: string;
  campaigns: readonly Campaign[];
  rewards: readonly ListedReward[];
  t: Speech["t"];
};

/** Budgets and pools that run out, or have. */
export function Shortages({ base, campaigns, rewards, t }: Props) {
  return (
    <>
      {campaigns.map((campaign) => {
        const kind = campaign.exhausted?.by ?? (usedOf(campaign)?.isNearlySpent ? "nearly" : null);
        return kind === null ? null : (
          <Notice
            key={campaign.id}
            tone="warning"
            title={t(`owner.today.alert.campaign.${kind}.title`, { name: campaign.name })}
            action={
              <Link className={styles.action} href={`${base}/campaigns/${campaign.id}`}>
                {t("owner.today.alert.campaign.action")}
              </Link>
            }
          >
            {t(`owner.today.alert.campaign.${kind}.text`)}
          </Notice>
        );
      })}
      {rewards.map((reward) => {
        const shortage = shortageOf(reward);
        return shortage === null ? null : (
          <Notice
            key={reward.id}
            tone="warning"
            title={t("owner.today.alert.pool.title", { name: reward.name, left: shortage.left })}
            action={
              <Link className={styles.action} href={`${base}/rewards`}>
                {t("owner.today.alert.pool.action")}
              </Link>
            }
          >
            {t("owner.today.alert.pool.text")}
          </Notice>
        );
      })}
    </>
  );
}
