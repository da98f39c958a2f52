import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { manifest } from "#lib/whop/index.ts";
import { approvalsUrl } from "./approvals-url.ts";
import styles from "./health.module.css";

/** What Referly asks Whop for, and why. Whop says only when a call is refused which one is missing. */
export function Permissions({ t }: { t: Translator }) {
  return (
    <Card
      title={t("owner.health.permissions.title")}
      hint={t("owner.health.permissions.hint")}
      action={<ExternalLink href={approvalsUrl}>{t("owner.health.permissions.open")}</ExternalLink>}
    >
      <details className={styles.permissions}>
        <summary>{t("owner.health.permissions.all", { count: manifest.permissions.length })}</summary>
        <ul className={styles.list}>
          {manifest.permissions.map(({ name, reason, required }) => (
            <li key={name} className={styles.permission}>
              <p>
                <code className={styles.code}>{name}</code>{" "}
                {required ? null : <Badge tone="neutral">{t("owner.health.permissions.optional")}</Badge>}
              </p>
              <p className={styles.hint}>{reason}</p>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
