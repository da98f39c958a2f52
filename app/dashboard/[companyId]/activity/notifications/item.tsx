import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import type { ListedNotification } from "#lib/notifications/index.ts";
import { MissingPermissions } from "../../missing-permissions.tsx";
import { permissionsNamedIn } from "../../permissions-named-in.ts";
import styles from "./notifications.module.css";

const tones: Record<ListedNotification["standing"], Tone> = {
  waiting: "neutral",
  held: "warning",
  sent: "success",
  given_up: "danger",
  left_out: "neutral",
};

type Props = { notification: ListedNotification; name: string | null; href: string; speech: Speech };

/** What somebody was told, or will be, and what became of it. */
export function Item({ notification, name, href, speech }: Props) {
  const { t, say } = speech;
  const { title, content, standing, reason, hint } = notification;
  const missing = reason === null ? [] : permissionsNamedIn([reason]);
  return (
    <li className={styles.item}>
      <div className={styles.words}>
        <p className={styles.title}>
          {title} <Badge tone={tones[standing]}>{t(`owner.notifications.standing.${standing}`)}</Badge>
        </p>
        <p className={styles.content}>{content}</p>
        <p className={styles.hint}>{becameOf(notification, speech)}</p>
        {reason === null || missing.length > 0 ? null : <p className={styles.hint}>{say(reason)}</p>}
        {hint === null ? null : <p className={styles.hint}>{say(hint)}</p>}
        <MissingPermissions names={missing} speech={speech} />
      </div>
      <p className={styles.to}>
        <Link href={href} prefetch={false}>
          {t("owner.notifications.to", { name: name ?? t("owner.notifications.team") })}
        </Link>
      </p>
    </li>
  );
}

function becameOf(
  { state, standing, dueAt, sentAt, callKey, calls, createdAt }: ListedNotification,
  speech: Speech,
) {
  const { t, format } = speech;
  const key = callKey ?? "";
  if (sentAt !== null) return t("owner.notifications.confirmed", { at: format.instant(sentAt), key });
  if (state === "calling") return t("owner.notifications.calling");
  if (standing === "waiting") return t("owner.notifications.waitsUntil", { at: format.instant(dueAt) });
  return state === "unknown"
    ? t("owner.notifications.unconfirmed", { calls, key })
    : t("owner.notifications.createdAt", { at: format.instant(createdAt) });
}
