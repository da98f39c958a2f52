"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import styles from "./review.module.css";

type Verdict = "release" | "reject";
type Props = { companyId: string; caseId: string; referrer: string; referred: string };

/** Nothing is rejected by points: a person decides, and says why. */
export function DecideCase({ companyId, caseId, referrer, referred }: Props) {
  const t = useTranslations("owner.review");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  return (
    <div className={styles.actions}>
      <Button type="button" size="2" variant="solid" onClick={() => setVerdict("release")}>
        {t("release.button")}
      </Button>
      <Button type="button" size="2" variant="soft" color="danger" onClick={() => setVerdict("reject")}>
        {t("reject.button")}
      </Button>
      {verdict === null ? null : (
        <ConfirmDialog
          title={t(`${verdict}.title`)}
          text={t(`${verdict}.text`, { referrer, referred })}
          confirm={t(`${verdict}.button`)}
          tone={verdict === "release" ? "accent" : "danger"}
          note={{ name: "reason", required: true, label: t("reason.label"), hint: t("reason.hint") }}
          call={(reason) =>
            callApi("POST", `/api/v1/review/cases/${caseId}/${verdict}`, { companyId, reason })
          }
          onClose={() => setVerdict(null)}
        />
      )}
    </div>
  );
}
