"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";

type Props = {
  companyId: string;
  reward: { id: string; name: string };
  /** What Whop said. */
  why: string;
};

/** Whop refuses the code of a friend's discount: why nobody is promised it yet, and what can be done. */
export function RefusedCode({ companyId, reward: { id, name }, why }: Props) {
  const t = useTranslations("owner.rewards.refused");
  const action = useAction();
  const again = () =>
    action.run(() => callApi("PATCH", `/api/v1/rewards/${id}`, { companyId, isActive: true }));
  return (
    <Notice
      tone="danger"
      title={t("title")}
      action={
        <Button
          type="button"
          size="1"
          variant="soft"
          color="gray"
          loading={action.pending}
          aria-label={t("againNamed", { name })}
          onClick={again}
        >
          {t("again")}
        </Button>
      }
    >
      {t("why", { why })} {t("way")}
      <Problem>{action.problem}</Problem>
    </Notice>
  );
}
