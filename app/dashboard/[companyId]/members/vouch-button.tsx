"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";

export function VouchButton({ companyId, userId }: { companyId: string; userId: string }) {
  const t = useTranslations("trust.team");
  const action = useAction();
  return (
    <div>
      <Button
        type="button"
        size="2"
        variant="soft"
        loading={action.pending}
        onClick={() => action.run(() => callApi("POST", `/api/v1/members/${userId}/vouch`, { companyId }))}
      >
        {t("vouch")}
      </Button>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
