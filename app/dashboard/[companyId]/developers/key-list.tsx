"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import type { ApiArea, ApiScope, ListedApiKey } from "#lib/api-keys/index.ts";
import styles from "./developers.module.css";
import { KeyDialog } from "./key-dialog.tsx";

type ShownKey = {
  id: string;
  name: string;
  hint: string;
  scopes: readonly ApiScope[];
  state: ListedApiKey["state"];
  made: string;
  used: string;
  ends: string | null;
};

type Props = { companyId: string; areas: readonly ApiArea[]; keys: readonly ShownKey[]; now: number };

const tones: Record<ListedApiKey["state"], Tone> = {
  active: "success",
  expired: "neutral",
  revoked: "neutral",
};

export function KeyList({ companyId, areas, keys, now }: Props) {
  const t = useTranslations("owner.developers");
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ShownKey | null>(null);
  return (
    <Card
      title={t("keys.title")}
      hint={t("keys.hint")}
      action={
        <Button type="button" size="2" variant="soft" onClick={() => setMaking(true)}>
          {t("keys.make")}
        </Button>
      }
      flush
    >
      {keys.length === 0 ? (
        <Empty icon="bolt" title={t("keys.none.title")}>
          {t("keys.none.text")}
        </Empty>
      ) : (
        <ul>
          {keys.map((key) => (
            <li key={key.id} className={styles.key}>
              <div className={styles.words}>
                <p className={styles.name}>
                  {key.name}{" "}
                  <bdi dir="ltr" className={styles.hint}>
                    …{key.hint}
                  </bdi>{" "}
                  <Badge tone={tones[key.state]}>{t(`state.${key.state}`)}</Badge>
                </p>
                <p className={styles.hint}>
                  {key.scopes.map((scope) => t(`scope.${scopeKey(scope)}`)).join(", ")}
                </p>
                <p className={styles.hint}>{[key.made, key.used, key.ends].filter(Boolean).join(" · ")}</p>
              </div>
              {key.state === "active" ? (
                <Button type="button" size="2" variant="soft" color="gray" onClick={() => setRevoking(key)}>
                  {t("keys.revoke")}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {making ? (
        <KeyDialog companyId={companyId} areas={areas} now={now} onClose={() => setMaking(false)} />
      ) : null}
      {revoking ? (
        <ConfirmDialog
          title={t("revoking.title", { name: revoking.name })}
          text={t("revoking.text")}
          confirm={t("revoking.confirm")}
          tone="danger"
          call={() => callApi("POST", `/api/v1/api-keys/${revoking.id}/revoke`, { companyId })}
          onClose={() => setRevoking(null)}
        />
      ) : null}
    </Card>
  );
}

function scopeKey(scope: ApiScope): `${ApiArea}_${"read" | "write"}` {
  const [area, right] = scope.split(":");
  return asKey(`${area}_${right}`);
}

/** A scope is an area and a right, by its type; splitting it loses that. */
function asKey(text: string): `${ApiArea}_${"read" | "write"}` {
  return text as `${ApiArea}_${"read" | "write"}`;
}
