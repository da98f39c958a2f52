"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import styles from "./reward-code.module.css";

/** A code that is the member's, and where it can be used. */
export function RewardCode({ code, useUrl }: { code: string; useUrl: string | null }) {
  const t = useTranslations("member.ladder");
  return (
    <div className={styles.code}>
      <code>{code}</code>
      <CopyButton text={code} size="2" variant="soft" label={t("copyCode", { code })} />
      {useUrl === null ? null : <ExternalLink href={useUrl}>{t("use")}</ExternalLink>}
    </div>
  );
}
