"use client";

import { Button } from "frosted-ui";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { type Chosen, hrefOf } from "../choices.ts";

type Props = {
  companyId: string;
  base: string;
  chosen: Chosen;
  reward: { name: string; trigger: string; threshold: number; days: number; holdDays: number } | null;
  campaign: { template: string; name: string; rewardNames: readonly string[] } | null;
};

type Made = { id: string };

/**
 * Makes the reward, drafts the campaign and schedules it, one after the other. What was made stands in the address,
 * so that trying again goes on where it stopped and makes nothing twice.
 */
export function Publish({ companyId, base, chosen, reward, campaign }: Props) {
  const t = useTranslations("owner.start.publish");
  const router = useRouter();
  const action = useAction();

  const publish = async () => {
    let made = chosen;
    const note = (change: Partial<Chosen>) => {
      made = { ...made, ...change };
      window.history.replaceState(null, "", hrefOf(base, made, {}));
    };
    if (reward !== null && made.reward === null) {
      const { days, ...terms } = reward;
      const body = { companyId, ...terms, rewardType: "free_days", rewardData: { days } };
      const created = await action.run(() => callApi<Made>("POST", "/api/v1/rewards", body));
      if (created === null) return;
      note({ reward: created.id });
    }
    if (campaign !== null) {
      if (made.campaign === null) {
        const drafted = await action.run(() =>
          callApi<Made>("POST", "/api/v1/campaign-templates/use", { companyId, ...campaign }),
        );
        if (drafted === null) return;
        note({ campaign: drafted.id });
      }
      const id = made.campaign;
      const scheduled = await action.run(() =>
        callApi<Made>("POST", `/api/v1/campaigns/${id}/schedule`, { companyId }),
      );
      if (scheduled === null) return;
    }
    router.push(made.campaign === null ? `${base}/rewards` : `${base}/campaigns/${made.campaign}`);
  };

  return (
    <div>
      <Button type="button" size="3" variant="solid" loading={action.pending} onClick={() => void publish()}>
        {t("confirm")}
      </Button>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
