"use client";

import { useTranslations } from "use-intl";
import { type Answer, callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import type { DecisionSubject } from "./decision-subject.ts";

export type Bulk = { kind: "approve" | "reject"; subjects: readonly DecisionSubject[] };

type Decided = { done: string[]; refused: { id: string; reason: string }[] };

type Props = { companyId: string; bulk: Bulk; onDone: (decided: Decided) => void; onClose: () => void };

/** One decision about many: how many, what follows, and for a no the reason that they read. */
export function BulkDialog({ companyId, bulk: { kind, subjects }, onDone, onClose }: Props) {
  const t = useTranslations("owner.rewards.queue.bulk");
  const ids = subjects.map(({ id }) => id);
  const decide = async (more: object): Promise<Answer<Decided>> => {
    const answer = await callApi<Decided>("POST", `/api/v1/redemptions/${kind}`, { companyId, ids, ...more });
    if (answer.outcome === "done") onDone(answer.data);
    return answer;
  };
  const words = {
    title: t(`${kind}.title`, { count: ids.length }),
    text: t(`${kind}.text`),
    confirm: t(`${kind}.confirm`, { count: ids.length }),
    onClose,
  };
  return kind === "approve" ? (
    <ConfirmDialog {...words} tone="accent" call={() => decide({})} />
  ) : (
    <ConfirmDialog
      {...words}
      tone="danger"
      note={{ name: "reason", required: true, label: t("reject.note"), hint: t("reject.hint") }}
      call={(reason) => decide({ reason })}
    />
  );
}
