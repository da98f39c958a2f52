"use client";

import { Button } from "frosted-ui";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { Reward } from "#lib/rewards/index.ts";
import type { Defaults } from "./draft.ts";
import type { ProductOption } from "./reward-dialog.tsx";

const RewardDialog = dynamic(() => import("./reward-dialog.tsx").then((m) => m.RewardDialog));
const ArchiveDialog = dynamic(() => import("./archive-dialog.tsx").then((m) => m.ArchiveDialog));

type Props = { companyId: string; defaults: Defaults; products: readonly ProductOption[] };

export function NewReward(props: Props) {
  const t = useTranslations("owner.rewards");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="button" size="2" variant="solid" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        {t("new")}
      </Button>
      {open ? <RewardDialog {...props} reward={null} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

export function RewardActions({ reward, ...props }: Props & { reward: Reward }) {
  const t = useTranslations("owner.rewards");
  const [open, setOpen] = useState<"edit" | "archive" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Button
        type="button"
        size="2"
        variant="soft"
        color="gray"
        aria-label={t("editNamed", { name: reward.name })}
        onClick={() => setOpen("edit")}
      >
        {t("edit")}
      </Button>
      <Button
        type="button"
        size="2"
        variant="ghost"
        color="gray"
        aria-label={t("archiveNamed", { name: reward.name })}
        onClick={() => setOpen("archive")}
      >
        {t("archive")}
      </Button>
      {open === "edit" ? <RewardDialog {...props} reward={reward} onClose={close} /> : null}
      {open === "archive" ? (
        <ArchiveDialog companyId={props.companyId} reward={reward} onClose={close} />
      ) : null}
    </>
  );
}
