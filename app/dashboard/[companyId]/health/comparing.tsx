"use client";

import { Button, Spinner } from "frosted-ui";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import styles from "./health.module.css";

type Props = { companyId: string; checked: number; repaired: number };

const lookAgainMs = 2_000;

/** A comparison under way. Its state is the server's, so a reload shows the same; Whop never says how many there are. */
export function Comparing({ companyId, checked, repaired }: Props) {
  const t = useTranslations("owner.health.agreement");
  const router = useRouter();
  const action = useAction();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), lookAgainMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <div className={styles.running} role="status">
      <Spinner size="2" />
      <p className={styles.words}>{t("running", { checked, repaired })}</p>
      <Button
        type="button"
        size="2"
        variant="soft"
        color="gray"
        loading={action.pending}
        onClick={() => action.run(() => callApi("POST", "/api/v1/reconciliation/cancel", { companyId }))}
      >
        {t("cancel")}
      </Button>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
