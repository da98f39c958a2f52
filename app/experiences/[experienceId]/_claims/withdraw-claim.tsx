"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";

type Props = { claimId: string; name: string; experienceId: string };

export function WithdrawClaim({ claimId, name, experienceId }: Props) {
  const t = useTranslations("claim.member.withdraw");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        type="button"
        size="1"
        variant="soft"
        color="gray"
        aria-label={t("named", { name })}
        onClick={() => setIsOpen(true)}
      >
        {t("button")}
      </Button>
      {isOpen ? (
        <ConfirmDialog
          title={t("title")}
          text={t("text", { name })}
          confirm={t("button")}
          tone="danger"
          call={() => callApi("POST", `/api/v1/claims/${claimId}/withdraw`, { experienceId })}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}
