"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import styles from "./page-switch.module.css";

type Props = {
  companyId: string;
  campaign: {
    id: string;
    isPublic: boolean;
    /** It can be opened now; a draft cannot before it is scheduled. */
    isLive: boolean;
    /** Null before it was first switched on. */
    url: string | null;
  };
};

/** Opens the campaign's page to everybody, and tells where it is. */
export function PageSwitch({ companyId, campaign }: Props) {
  const t = useTranslations("owner.campaigns.act.page");
  const action = useAction();
  const { id, isPublic, isLive, url } = campaign;
  const [wanted, setWanted] = useState<boolean | null>(null);

  const change = async (isOn: boolean) => {
    setWanted(isOn);
    await action.run(() => callApi("POST", `/api/v1/campaigns/${id}/page`, { companyId, isPublic: isOn }));
    setWanted(null);
  };

  return (
    <div className={styles.page}>
      <Toggle
        label={t("label")}
        hint={t("hint")}
        checked={wanted ?? isPublic}
        disabled={action.pending}
        onChange={(isOn) => void change(isOn)}
      />
      {url === null || !isPublic ? null : (
        <div className={styles.address}>
          <code className={styles.url}>{url}</code>
          <CopyButton text={url} label={t("copy")} size="2" variant="soft" />
          {isLive ? <ExternalLink href={url}>{t("open")}</ExternalLink> : null}
        </div>
      )}
      {isPublic && !isLive ? <p className={styles.note}>{t("draft")}</p> : null}
      <Problem>{action.problem}</Problem>
    </div>
  );
}
