"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";

type Props = {
  companyId: string;
  plan: { id: string; name: string; isDefault: boolean; affiliates: number };
};

export function PlanActions({ companyId, plan: { id, name, isDefault, affiliates } }: Props) {
  const t = useTranslations("affiliates.plans");
  const [open, setOpen] = useState<"default" | "archive" | null>(null);
  const close = () => setOpen(null);
  const at = `/api/v1/commission-plans/${id}` as const;
  return (
    <>
      {isDefault ? null : (
        <Button
          type="button"
          size="2"
          variant="ghost"
          color="gray"
          aria-label={t("makeDefault.named", { name })}
          onClick={() => setOpen("default")}
        >
          {t("makeDefault.button")}
        </Button>
      )}
      <Button
        type="button"
        size="2"
        variant="ghost"
        color="gray"
        aria-label={t("archive.named", { name })}
        onClick={() => setOpen("archive")}
      >
        {t("archive.button")}
      </Button>
      {open === "default" ? (
        <ConfirmDialog
          title={t("makeDefault.title", { name })}
          text={t("makeDefault.text")}
          confirm={t("makeDefault.confirm")}
          tone="accent"
          call={() => callApi("PATCH", at, { companyId, isDefault: true })}
          onClose={close}
        />
      ) : null}
      {open === "archive" ? (
        <ConfirmDialog
          title={t("archive.title", { name })}
          text={t("archive.text", { count: affiliates })}
          confirm={t("archive.button")}
          tone="danger"
          call={() => callApi("POST", `${at}/archive`, { companyId })}
          onClose={close}
        />
      ) : null}
    </>
  );
}
