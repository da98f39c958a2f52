"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";

/** Drafts what could be paid now, and opens it. Pressed by two at once, both get the same one. */
export function DraftButton({ companyId }: { companyId: string }) {
  const t = useTranslations("payouts.act");
  const action = useAction();
  const draft = () =>
    action.run(
      () => callApi<{ id: string }>("POST", "/api/v1/payouts", { companyId }),
      ({ id }) => `/dashboard/${companyId}/payouts/${id}`,
    );
  return (
    <div>
      <Button type="button" size="3" variant="solid" loading={action.pending} onClick={draft}>
        {t("draft.button")}
      </Button>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
