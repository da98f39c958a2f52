import Link from "next/link";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { Health } from "#lib/jobs/index.ts";
import { permissionReason } from "#lib/whop/index.ts";
import { approvalsUrl } from "../health/approvals-url.ts";
import { isSilent } from "../health/silence.ts";
import styles from "./today.module.css";

type Props = {
  base: string;
  health: Health;
  hasPlan: boolean;
  missingPermissions: readonly string[];
  now: Date;
  speech: Speech;
};

/** What stands in the way, the worst first. */
export function Alerts({ base, health, hasPlan, missingPermissions, now, speech: { t, format } }: Props) {
  const { lastAt } = health.webhooks;
  return (
    <>
      {health.workerRuns === false ? (
        <Notice tone="danger" title={t("owner.health.worker.title")}>
          {t("owner.health.worker.text")}
        </Notice>
      ) : null}
      {missingPermissions.map((name) => (
        <Notice
          key={name}
          tone="danger"
          title={t("owner.today.alert.permission.title", { name })}
          action={<ExternalLink href={approvalsUrl}>{t("owner.today.alert.permission.action")}</ExternalLink>}
        >
          {permissionReason(name)} {t("owner.today.alert.permission.text")}
        </Notice>
      ))}
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
      {lastAt !== null && isSilent(lastAt, now) ? (
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
    </>
  );
}
