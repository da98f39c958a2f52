"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import { useOnce } from "#app/_ui/action/use-once.ts";

type Props = {
  experienceId: string;
  rewardId: string;
  name: string;
  price: number;
  /** What is left of the points afterwards. */
  rest: string;
};

/** Spends points on a reward, after saying what that leaves. */
export function Buy({ experienceId, rewardId, name, price, rest }: Props) {
  const t = useTranslations("member.points");
  const [open, setOpen] = useState(false);
  const [bought, setBought] = useState(false);
  const once = useOnce();

  const buy = async () => {
    const answer = await once((purchaseId) =>
      callApi("POST", `/api/v1/rewards/${rewardId}/buy`, { experienceId, purchaseId }),
    );
    if (answer.outcome === "done") setBought(true);
    return answer;
  };

  return (
    <>
      <Button
        type="button"
        size="3"
        variant="soft"
        onClick={() => setOpen(true)}
        aria-label={t("buyOne", { name })}
      >
        {t("buy")}
      </Button>
      <span className="visually-hidden" role="status">
        {bought && !open ? t("bought", { name }) : ""}
      </span>
      {open ? (
        <ConfirmDialog
          title={t("confirmTitle", { name })}
          text={t("confirmText", { count: price, rest })}
          confirm={t("confirm", { count: price })}
          tone="accent"
          call={buy}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
