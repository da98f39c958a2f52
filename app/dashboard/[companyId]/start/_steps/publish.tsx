"use client";

import { Button } from "frosted-ui";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { type Answer, callApi } from "#app/_ui/action/api.ts";
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

type Made = Pick<Chosen, "reward" | "campaign">;

/**
 * Makes the reward, drafts the campaign and schedules it, one after the other. Where it stops, what was made stands
 * in the address, so that trying again goes on from there and makes nothing twice.
 */
export function Publish({ companyId, base, chosen, reward, campaign }: Props) {
  const t = useTranslations("owner.start.publish");
  const action = useAction();
  const made = useRef<Made>({ reward: chosen.reward, campaign: chosen.campaign });

  const makeAll = async (): Promise<Answer<unknown>> => {
    if (reward !== null && made.current.reward === null) {
      const { days, ...terms } = reward;
      const body = { companyId, ...terms, rewardType: "free_days", rewardData: { days } };
      const created = await callApi<{ id: string }>("POST", "/api/v1/rewards", body);
      if (created.outcome !== "done") return created;
      made.current.reward = created.data.id;
    }
    if (campaign === null) return { outcome: "done", data: null };
    if (made.current.campaign === null) {
      const body = { companyId, ...campaign };
      const drafted = await callApi<{ id: string }>("POST", "/api/v1/campaign-templates/use", body);
      if (drafted.outcome !== "done") return drafted;
      made.current.campaign = drafted.data.id;
    }
    return callApi("POST", `/api/v1/campaigns/${made.current.campaign}/schedule`, { companyId });
  };

  const publish = async () => {
    await action.run(
      async () => {
        const answer = await makeAll();
        if (answer.outcome !== "done")
          window.history.replaceState(null, "", hrefOf(base, chosen, made.current));
        return answer;
      },
      () => base + (made.current.campaign === null ? "/rewards" : `/campaigns/${made.current.campaign}`),
    );
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
