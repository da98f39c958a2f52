import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { Health } from "#lib/jobs/index.ts";
import { MissingPermissions } from "../missing-permissions.tsx";
import styles from "./today.module.css";

type Props = {
  base: string;
  health: Health;
  hasPlan: boolean;
  missingPermissions: readonly string[];
  /** Objects of which no webhook told us, in the last 24 hours. */
  lostLately: number;
  speech: Speech;
};

/** What stands in the way, the worst first. */
export function Alerts({ base, health, hasPlan, missingPermissions, lostLately, speech }: Props) {
  const { t, format } = speech;
  const { lastAt } = health.webhooks;
  return (
    <>
      {health.workerRuns === false ? (
        <Notice tone="danger" title={t("owner.health.worker.title")}>
          {t("owner.health.worker.text")}
        </Notice>
      ) : null}
      <MissingPermissions names={missingPermissions} speech={speech} />
      {hasPlan ? null : (
        <Notice
          tone="warning"
          title={t("owner.today.alert.plan.title")}
          action={
            <Link className={styles.action} href={`${base}/settings`}>
              {t("owner.today.alert.plan.action")}
            </Link>
          }
        >
          {t("owner.today.alert.plan.text")}
        </Notice>
      )}
      {lastAt !== null && health.webhooks.isSilent ? (
        <Notice
          tone="warning"
          title={t("owner.today.alert.silent.title", { ago: format.ago(lastAt) })}
          action={
            <Link className={styles.action} href={`${base}/health`}>
              {t("owner.today.alert.silent.action")}
            </Link>
          }
        >
          {t("owner.today.alert.silent.text")}
        </Notice>
      ) : null}
      {lostLately > 0 ? (
        <Notice
          tone="warning"
          title={t("owner.health.lost.title", { count: lostLately })}
          action={
            <Link className={styles.action} href={`${base}/health#agreement`}>
              {t("owner.today.alert.silent.action")}
            </Link>
          }
        >
          {t("owner.health.lost.text")}
        </Notice>
      ) : null}
    </>
  );
}
