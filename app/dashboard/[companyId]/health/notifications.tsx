import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { NotificationStanding } from "#lib/notifications/index.ts";
import { MissingPermissions } from "../missing-permissions.tsx";
import { permissionsNamedIn } from "../permissions-named-in.ts";
import styles from "./health.module.css";

type Props = { companyId: string; standing: NotificationStanding; speech: Speech };

/** Whether what is to be told is told, and if not, what to do about it. */
export function Notifications({ companyId, standing, speech }: Props) {
  const { t, say } = speech;
  const { held, heldBecause, failed, unknown } = standing;
  const missing = heldBecause === null ? [] : permissionsNamedIn([heldBecause]);
  return (
    <Card
      title={t("owner.health.notifications.title")}
      hint={t("owner.health.notifications.hint")}
      id="notifications"
      action={
        <Link href={`/dashboard/${companyId}/activity/notifications`} prefetch={false}>
          {t("owner.health.notifications.each")}
        </Link>
      }
    >
      <div className={styles.check}>
        {held + failed + unknown === 0 ? <p>{t("owner.health.notifications.well")}</p> : null}
        {held > 0 ? <p>{t("owner.health.notifications.held", { count: held })}</p> : null}
        {heldBecause !== null && missing.length === 0 ? (
          <p className={styles.hint}>
            {t("owner.health.notifications.why")} {say(heldBecause)}
          </p>
        ) : null}
        <MissingPermissions names={missing} speech={speech} />
        {failed > 0 ? <p>{t("owner.health.notifications.failed", { count: failed })}</p> : null}
        {unknown > 0 ? <p>{t("owner.health.notifications.unknown", { count: unknown })}</p> : null}
      </div>
    </Card>
  );
}
