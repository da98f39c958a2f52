"use client";

import { Button } from "frosted-ui";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";

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
  // Sent again after an answer that was lost, it is the same purchase.
  const purchaseId = useRef<string | null>(null);

  const buy = async () => {
    purchaseId.current ??= crypto.randomUUID();
    const answer = await callApi("POST", `/api/v1/rewards/${rewardId}/buy`, {
      experienceId,
      purchaseId: purchaseId.current,
    });
    if (answer.outcome === "offline") return answer;
    // Whatever was answered is settled: the next one is another purchase.
    purchaseId.current = null;
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
