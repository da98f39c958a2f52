import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import table from "#app/_ui/table/table.module.css";
import type { WebhookState } from "#db/enums.ts";
import type { WebhookRecord } from "#lib/jobs/index.ts";

const tones: Record<WebhookState, Tone> = {
  received: "accent",
  processed: "success",
  ignored: "neutral",
  parked: "warning",
  refused: "danger",
  poison: "danger",
  dead: "danger",
};

/** The last webhooks, without their content. */
export function WebhookList({
  webhooks,
  speech: { t, format },
}: {
  webhooks: readonly WebhookRecord[];
  speech: Speech;
}) {
  return (
    <Card title={t("owner.health.webhooks.title")} hint={t("owner.health.webhooks.hint")} flush>
      {webhooks.length === 0 ? (
        <Empty icon="bolt" title={t("owner.health.webhooks.none.title")}>
          {t("owner.health.webhooks.none.text")}
        </Empty>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("owner.health.webhooks.type")}</th>
              <th scope="col" className={table.edge}>
                {t("owner.health.webhooks.state")}
              </th>
              <th scope="col" className={table.wide}>
                {t("owner.health.webhooks.attempts")}
              </th>
              <th scope="col" className={`${table.wide} ${table.end}`}>
                {t("owner.health.webhooks.received")}
              </th>
            </tr>
          </thead>
          <tbody>
            {webhooks.map((webhook) => (
              <tr key={webhook.webhookId}>
                <td>
                  {webhook.type ?? t("owner.health.webhooks.unreadable")}
                  <span className={table.folded}>{format.instant(webhook.receivedAt)}</span>
                </td>
                <td className={table.edge}>
                  <Badge tone={tones[webhook.state]}>{t(`owner.health.state.${webhook.state}`)}</Badge>
                </td>
                <td className={table.wide}>{format.number(webhook.attempts)}</td>
                <td className={`${table.wide} ${table.end}`}>{format.instant(webhook.receivedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
