import { Badge } from "#app/_ui/badge/badge.tsx";
import { campaignTones, stateOf } from "#app/_ui/campaign/campaign-state.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import type { Campaign } from "#lib/campaigns/index.ts";
import type { CampaignSums } from "#lib/standings/index.ts";
import { CampaignActions } from "../_act/campaign-actions.tsx";
import { Budget } from "../_list/budget.tsx";
import { usedOf } from "../_list/used.ts";
import styles from "./way.module.css";

type Props = { campaign: Campaign; sums: CampaignSums; companyId: string; speech: Speech };

/** Where a campaign stands, what comes next and exactly when, and what the team can do. */
export function Way({ campaign, sums, companyId, speech }: Props) {
  const { t, format } = speech;
  const { id, name, startDate, endDate, settlesAt, frozenAt, timeZone, exhausted, version } = campaign;
  const state = stateOf(campaign);
  const at = {
    draft: startDate,
    scheduled: startDate,
    active: endDate,
    settling: settlesAt,
    ended: frozenAt,
  };
  const next =
    state === "paused" ? campaign.pausedAt : state === "archived" ? campaign.archivedAt : at[state];
  return (
    <Card
      title={
        <span className={styles.state}>
          <Badge tone={campaignTones[state]}>{t(`campaign.state.${state}`)}</Badge>
          {t(`owner.campaigns.way.${state}.title`, { at: format.instant(next ?? endDate) })}
        </span>
      }
      hint={t(`owner.campaigns.way.${state}.text`, { until: format.instant(settlesAt) })}
    >
      <div className={styles.way}>
        {exhausted === null ? null : (
          <Notice
            tone="warning"
            title={t(`owner.campaigns.over.${exhausted.by}`, { at: format.instant(exhausted.at) })}
          >
            {t(`owner.campaigns.over.${exhausted.by}Text`)}
          </Notice>
        )}
        {usedOf(campaign)?.isNearlySpent ? (
          <Notice tone="warning" title={t("owner.campaigns.over.nearly")}>
            {t("owner.campaigns.over.nearlyText")}
          </Notice>
        ) : null}
        <CampaignActions
          companyId={companyId}
          campaign={{ id, name, state, settles: format.instant(settlesAt), timeZone }}
        />
        <Budget campaign={campaign} speech={speech} />
        <Facts
          facts={[
            [t("owner.campaigns.fact.begins"), format.instant(startDate)],
            [t("owner.campaigns.fact.ends"), format.instant(endDate)],
            [t("owner.campaigns.fact.settles"), format.instant(settlesAt)],
            [t("owner.campaigns.fact.zone"), timeZone],
            [t("owner.campaigns.fact.members"), version > 0 && format.number(sums.members)],
            [t("owner.campaigns.fact.points"), version > 0 && format.number(sums.points)],
            [
              t("owner.campaigns.board.waiting"),
              sums.pointsProvisional > 0 && format.number(sums.pointsProvisional),
            ],
            [t("owner.campaigns.fact.referrals"), version > 0 && format.number(campaign.totalReferrals)],
          ]}
        />
      </div>
    </Card>
  );
}
