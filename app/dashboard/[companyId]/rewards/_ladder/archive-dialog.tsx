"use client";

import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import type { Reward } from "#lib/rewards/index.ts";

type Props = { companyId: string; reward: Pick<Reward, "id" | "name">; onClose: () => void };

export function ArchiveDialog({ companyId, reward, onClose }: Props) {
  const t = useTranslations("owner.rewards.archiving");
  return (
    <ConfirmDialog
      title={t("title", { name: reward.name })}
      text={t("text")}
      confirm={t("confirm")}
      tone="danger"
      call={() => callApi("POST", `/api/v1/rewards/${reward.id}/archive`, { companyId })}
      onClose={onClose}
    />
  );
}
