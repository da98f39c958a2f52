import type { Speech } from "#app/_ui/i18n/request.ts";
import { Progress } from "#app/_ui/progress/progress.tsx";
import type { Campaign } from "#lib/campaigns/index.ts";
import styles from "./list.module.css";
import { usedOf } from "./used.ts";

type Props = { campaign: Pick<Campaign, "budget" | "exhausted">; speech: Speech };

/** What of the budget is spent or promised. */
export function Budget({ campaign, speech: { t, format } }: Props) {
  const used = usedOf(campaign);
  if (used === null || campaign.budget === null) return null;
  const { amount, currency, used: spent } = campaign.budget;
  const label = t("owner.campaigns.budgetUsed", {
    used: format.amount(spent, currency),
    budget: format.amount(amount, currency),
  });
  return (
    <div className={styles.budget}>
      <Progress confirmed={Math.round(100 * used.share)} waiting={0} goal={100} label={label} />
      <p>
        {label}
        {used.isNearlySpent ? <strong> · {t("owner.campaigns.nearlySpent")}</strong> : null}
      </p>
    </div>
  );
}
