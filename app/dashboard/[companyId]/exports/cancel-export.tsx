"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";

export function CancelExport({ companyId, id }: { companyId: string; id: string }) {
  const t = useTranslations("exports");
  const action = useAction();
  return (
    <>
      <Button
        type="button"
        size="2"
        variant="soft"
        color="gray"
        loading={action.pending}
        onClick={() => action.run(() => callApi("POST", `/api/v1/exports/${id}/cancel`, { companyId }))}
      >
        {t("cancel")}
      </Button>
      <Problem>{action.problem}</Problem>
    </>
  );
}
