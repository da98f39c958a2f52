"use client";

import { Button } from "frosted-ui";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import type { CampaignState } from "#app/_ui/campaign/campaign-state.ts";
import styles from "./act.module.css";
import { DuplicateDialog } from "./duplicate-dialog.tsx";
import { type Choice, choicesIn, type Move } from "./moves.ts";

export type ActedOn = {
  id: string;
  name: string;
  state: CampaignState;
  /** When its standing is frozen, in words. */
  settles: string;
  timeZone: string;
};

const dangerous: readonly Choice[] = ["end", "archive"];

/** What the team can do with a campaign now; each says what follows before it is done. */
export function CampaignActions({ companyId, campaign }: { companyId: string; campaign: ActedOn }) {
  const t = useTranslations("owner.campaigns.act");
  const [chosen, setChosen] = useState<Choice | null>(null);
  const close = () => setChosen(null);
  const { id, name, state, settles } = campaign;
  return (
    <div className={styles.actions}>
      {choicesIn[state].map((choice, place) => {
        const look = { size: "2", variant: place === 0 ? "solid" : "soft" } as const;
        const color = place === 0 ? {} : ({ color: "gray" } as const);
        return choice === "edit" ? (
          <Button key={choice} asChild {...look} {...color}>
            <Link href={`/dashboard/${companyId}/campaigns/${id}/edit`}>{t("edit")}</Link>
          </Button>
        ) : (
          <Button key={choice} type="button" {...look} {...color} onClick={() => setChosen(choice)}>
            {t(`${choice}.button`)}
          </Button>
        );
      })}
      {chosen === "duplicate" ? (
        <DuplicateDialog companyId={companyId} campaign={campaign} onClose={close} />
      ) : null}
      {chosen !== null && isMove(chosen) ? (
        <ConfirmDialog
          title={t(`${chosen}.title`, { name })}
          text={t(`${chosen}.text`, { settles })}
          confirm={t(`${chosen}.confirm`)}
          tone={dangerous.includes(chosen) ? "danger" : "accent"}
          call={() => callApi("POST", `/api/v1/campaigns/${id}/${chosen}`, { companyId })}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

function isMove(choice: Choice): choice is Move {
  return choice !== "edit" && choice !== "duplicate";
}
