"use client";

import { Button } from "frosted-ui";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useOnce } from "#app/_ui/action/use-once.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { Reward } from "#lib/rewards/index.ts";
import type { RewardOptions } from "../_form/options.ts";

const RewardDialog = dynamic(() => import("../_form/reward-dialog.tsx").then((m) => m.RewardDialog));
const ArchiveDialog = dynamic(() => import("./archive-dialog.tsx").then((m) => m.ArchiveDialog));
const GiveDialog = dynamic(() => import("./give-dialog.tsx").then((m) => m.GiveDialog));

export function NewReward({ options }: { options: RewardOptions }) {
  const t = useTranslations("owner.rewards");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="button" size="2" variant="solid" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        {t("new")}
      </Button>
      {open ? <RewardDialog {...options} reward={null} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

export function RewardActions({ reward, options }: { reward: Reward; options: RewardOptions }) {
  const t = useTranslations("owner.rewards");
  const [open, setOpen] = useState<"edit" | "archive" | "give" | null>(null);
  const once = useOnce();
  const close = () => setOpen(null);
  const { name, trigger } = reward;
  return (
    <>
      {trigger === "manual" ? (
        <Button
          type="button"
          size="2"
          variant="soft"
          aria-label={t("give.named", { name })}
          onClick={() => setOpen("give")}
        >
          {t("give.button")}
        </Button>
      ) : null}
      <Button
        type="button"
        size="2"
        variant="soft"
        color="gray"
        aria-label={t("editNamed", { name })}
        onClick={() => setOpen("edit")}
      >
        {t("edit")}
      </Button>
      <Button
        type="button"
        size="2"
        variant="ghost"
        color="gray"
        aria-label={t("archiveNamed", { name })}
        onClick={() => setOpen("archive")}
      >
        {t("archive")}
      </Button>
      {open === "edit" ? <RewardDialog {...options} reward={reward} onClose={close} /> : null}
      {open === "give" ? (
        <GiveDialog companyId={options.companyId} reward={reward} once={once} onClose={close} />
      ) : null}
      {open === "archive" ? (
        <ArchiveDialog companyId={options.companyId} reward={reward} onClose={close} />
      ) : null}
    </>
  );
}
