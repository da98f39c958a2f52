"use client";

import { useTranslations } from "use-intl";
import { type Answer, callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import type { Choice } from "./claim-card.tsx";
import type { ClaimItem } from "./claim-view.ts";

type Refusal = { id: string; reason: string };
export type Decided = { done: string[]; refused: Refusal[] };
export type Decision = { choice: Choice; items: readonly ClaimItem[] };

type Props = {
  companyId: string;
  decision: Decision;
  onDone: (decided: Decided) => void;
  onClose: () => void;
};

/** One decision about one claim or many: what follows, and for a no the reason that members read. */
export function DecideClaims({ companyId, decision: { choice, items }, onDone, onClose }: Props) {
  const t = useTranslations("claim.owner");
  const [first] = items;
  const note = { name: "reason", required: true, label: t("reason.label"), hint: t("reason.hint") };
  const decide = async (more: object): Promise<Answer<Decided>> => {
    const ids = items.map(({ id }) => id);
    const answer = await callApi<Decided>("POST", `/api/v1/claims/${choice}`, { companyId, ids, ...more });
    if (answer.outcome === "done") onDone(answer.data);
    return answer;
  };
  if (choice === "revoke")
    return first ? (
      <ConfirmDialog
        title={t("revoke.title")}
        text={t("revoke.text", { claimer: first.claimer.name, referred: first.referred.name })}
        confirm={t("revoke.button")}
        tone="danger"
        note={note}
        call={(reason) => callApi("POST", `/api/v1/claims/${first.id}/revoke`, { companyId, reason })}
        onClose={onClose}
      />
    ) : null;
  const words = {
    title: t(`${choice}.title`, { count: items.length }),
    text: t(`${choice}.text`),
    confirm: t(`${choice}.button`),
    onClose,
  };
  return choice === "approve" ? (
    <ConfirmDialog {...words} tone="accent" call={() => decide({})} />
  ) : (
    <ConfirmDialog {...words} tone="danger" note={note} call={(reason) => decide({ reason })} />
  );
}
