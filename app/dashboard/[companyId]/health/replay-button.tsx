"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import type { StuckWork } from "#lib/jobs/index.ts";

type Props = { companyId: string } & Pick<StuckWork, "kind" | "id" | "action">;

export function ReplayButton({ companyId, kind, id, action: offered }: Props) {
  const t = useTranslations("owner.health");
  const action = useAction();
  if (offered === null) return null;
  const call = () => {
    if (offered === "replay") return callApi("POST", "/api/v1/work/replay", { companyId, kind, id });
    const what = offered === "retry_delivery" ? "deliveries" : "payout-items";
    return callApi("POST", `/api/v1/${what}/${id}/retry`, { companyId });
  };
  return (
    <div>
      <Button type="button" size="2" variant="soft" loading={action.pending} onClick={() => action.run(call)}>
        {t(offered === "replay" ? "replay" : "retry")}
      </Button>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
