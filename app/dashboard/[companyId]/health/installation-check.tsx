"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { Installation } from "#lib/companies/index.ts";
import styles from "./health.module.css";

type Permission = Pick<Installation["permissions"][number], "name" | "reason" | "required">;
type Props = { companyId: string; permissions: readonly Permission[] };

const tones: Record<Installation["permissions"][number]["state"], Tone> = {
  granted: "success",
  missing: "danger",
  unproven: "neutral",
};

/** Asks Whop, when somebody wants to know, and says what is missing. */
export function InstallationCheck({ companyId, permissions }: Props) {
  const t = useTranslations("owner.health.permissions");
  const action = useAction();
  const [found, setFound] = useState<Pick<Installation, "reachable" | "permissions" | "webhook"> | null>(
    null,
  );
  const check = async () => {
    const answer = await action.run(() =>
      callApi<Pick<Installation, "reachable" | "permissions" | "webhook">>("POST", "/api/v1/health/check", {
        companyId,
      }),
    );
    if (answer) setFound(answer);
  };
  const stateOf = (name: string) => found?.permissions.find((one) => one.name === name)?.state;
  return (
    <div className={styles.check}>
      <div>
        <Button type="button" size="2" variant="soft" loading={action.pending} onClick={check}>
          {t("check")}
        </Button>
        <Problem>{action.problem}</Problem>
      </div>
      <div role="status" className={styles.check}>
        {found ? <Findings {...found} /> : null}
      </div>
      <details className={styles.permissions}>
        <summary>{t("all", { count: permissions.length })}</summary>
        <ul>
          {permissions.map(({ name, reason, required }) => {
            const state = stateOf(name);
            return (
              <li key={name} className={styles.permission}>
                <p>
                  <code className={styles.code}>{name}</code>{" "}
                  {required ? null : <Badge tone="neutral">{t("optional")}</Badge>}{" "}
                  {state ? <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge> : null}
                </p>
                <p className={styles.hint}>{reason}</p>
              </li>
            );
          })}
        </ul>
      </details>
    </div>
  );
}

function Findings({
  reachable,
  permissions,
  webhook,
}: Pick<Installation, "reachable" | "permissions" | "webhook">) {
  const t = useTranslations("owner.health.permissions");
  const missing = permissions.filter(({ state }) => state === "missing");
  const isInOrder = reachable && missing.length === 0 && webhook.state === "in_order";
  if (isInOrder) {
    return (
      <Notice tone="success" title={t("found.fine.title")}>
        {t("found.fine.text")}
      </Notice>
    );
  }
  return (
    <>
      {reachable ? null : (
        <Notice tone="warning" title={t("found.unreachable.title")}>
          {t("found.unreachable.text")}
        </Notice>
      )}
      {missing.map(({ name, reason, required }) => (
        <Notice key={name} tone={required ? "danger" : "warning"} title={t("found.missing", { name })}>
          {reason}
        </Notice>
      ))}
      {webhook.state === "in_order" ? null : (
        <Notice
          tone={webhook.state === "unknown" ? "neutral" : "danger"}
          title={t(`found.webhook.${webhook.state}.title`)}
        >
          {t(`found.webhook.${webhook.state}.text`, { events: webhook.missingEvents.join(", ") })}
        </Notice>
      )}
    </>
  );
}
