import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import table from "#app/_ui/table/table.module.css";
import type { Reconciliation } from "#lib/reconciliation/index.ts";
import { permissionsNamedIn } from "../permissions-named-in.ts";
import { approvalsUrl } from "./approvals-url.ts";
import { CompareButton } from "./compare-button.tsx";
import { Comparing } from "./comparing.tsx";
import styles from "./health.module.css";

type Props = { companyId: string; reconciliation: Reconciliation; speech: Speech };

/** How what we hold agrees with Whop, and what had to be repaired. */
export function Agreement({ companyId, reconciliation, speech: { t, format, say } }: Props) {
  const { running, last, cursors, repairs } = reconciliation;
  const read = cursors.map(({ factType, checked }) =>
    t(`owner.health.agreement.read.${factType}`, { count: checked }),
  );
  const [latest] = repairs;
  const why = last?.state === "failed" ? last.message : null;
  const [missing] = permissionsNamedIn([why ?? ""]);
  return (
    <Card
      title={t("owner.health.agreement.title")}
      hint={t("owner.health.agreement.hint")}
      id="agreement"
      action={running ? undefined : <CompareButton companyId={companyId} />}
    >
      <div className={styles.check}>
        {running ? (
          <Comparing companyId={companyId} checked={running.checked} repaired={running.repaired} />
        ) : null}
        {last === null ? (
          running ? null : (
            <p>{t("owner.health.agreement.never")}</p>
          )
        ) : (
          <div>
            <p className={styles.headline}>
              {last.state === "done"
                ? t("owner.health.agreement.agree", {
                    count: last.checked,
                    checked: format.number(last.checked),
                  })
                : t(`owner.health.agreement.ended.${last.state === "cancelled" ? "cancelled" : "failed"}`)}
            </p>
            <p className={styles.hint}>
              {latest
                ? t("owner.health.agreement.repaired", {
                    count: last.repaired,
                    at: format.instant(latest.repairedAt),
                  })
                : t("owner.health.agreement.nothingRepaired")}{" "}
              {t("owner.health.agreement.comparedAt", {
                at: format.instant(last.finishedAt ?? last.startedAt),
              })}
            </p>
            {read.length > 0 ? <p className={styles.hint}>{format.list(read)}.</p> : null}
          </div>
        )}
        {last?.state === "failed" ? (
          <Notice
            tone="warning"
            title={
              missing
                ? t("owner.today.alert.permission.title", { name: missing })
                : t("owner.health.agreement.problem")
            }
            action={
              missing ? (
                <ExternalLink href={approvalsUrl}>{t("owner.today.alert.permission.action")}</ExternalLink>
              ) : undefined
            }
          >
            {why ? say(why) : t("owner.health.agreement.problem")} {t("owner.health.agreement.next")}
          </Notice>
        ) : null}
        {repairs.length === 0 ? null : (
          <details className={styles.permissions}>
            <summary>{t("owner.health.agreement.repairs", { count: repairs.length })}</summary>
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">{t("owner.health.agreement.object")}</th>
                  <th scope="col" className={table.edge}>
                    {t("owner.health.agreement.what")}
                  </th>
                  <th scope="col" className={`${table.wide} ${table.end}`}>
                    {t("owner.health.agreement.when")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {repairs.map((repair) => (
                  <tr key={repair.id}>
                    <td>
                      {t(`owner.health.agreement.kind.${repair.factType}`)}{" "}
                      <bdi dir="ltr" className={styles.code}>
                        {repair.objectId}
                      </bdi>
                      <span className={table.folded}>{format.instant(repair.repairedAt)}</span>
                    </td>
                    <td className={table.edge}>
                      <Badge tone="warning">{t(`owner.health.agreement.repair.${repair.kind}`)}</Badge>
                    </td>
                    <td className={`${table.wide} ${table.end}`}>{format.instant(repair.repairedAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
      </div>
    </Card>
  );
}
