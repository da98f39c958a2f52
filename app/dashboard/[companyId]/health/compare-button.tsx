"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";

export function CompareButton({ companyId }: { companyId: string }) {
  const t = useTranslations("owner.health.agreement");
  const action = useAction();
  return (
    <div>
      <Button
        type="button"
        size="2"
        variant="soft"
        loading={action.pending}
        onClick={() => action.run(() => callApi("POST", "/api/v1/reconciliation/start", { companyId }))}
      >
        {t("start")}
      </Button>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
