"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { ConfirmDialog } from "#app/_ui/action/confirm-dialog.tsx";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import type { ItemAction } from "#lib/payouts/index.ts";
import styles from "./act.module.css";

type Props = {
  companyId: string;
  item: {
    id: string;
    payoutId: string;
    name: string;
    amount: string;
    actions: readonly ItemAction[];
    /** It may have been sent, and nobody knows. */
    mayHaveArrived: boolean;
  };
  /** How many buttons there is room for; the rest is in the side sheet. */
  most?: number;
};

type Choice = "retry" | "mark_paid" | "mark_failed" | "send_again";

/** What the team can do about one affiliate's part, the safest first. */
export function ItemActions({ companyId, item, most = Number.POSITIVE_INFINITY }: Props) {
  const t = useTranslations("payouts.act");
  const [choice, setChoice] = useState<Choice | null>(null);
  const { id, payoutId, name, amount, actions, mayHaveArrived } = item;
  const close = () => setChoice(null);
  const retry = (isMissingOnWhop: boolean) =>
    callApi("POST", `/api/v1/payout-items/${id}/retry`, { companyId, isMissingOnWhop });
  const decide = (action: "mark-paid" | "mark-failed", words: object) =>
    callApi("POST", `/api/v1/payouts/${payoutId}/${action}`, { companyId, itemIds: [id], ...words });
  const offered = choicesFor(actions, mayHaveArrived).slice(0, most);
  const toggle = actions.find((action) => action === "exclude" || action === "include");
  if (offered.length === 0 && toggle === undefined) return null;
  return (
    <div className={styles.actions}>
      {toggle === undefined ? null : (
        <IncludeButton companyId={companyId} id={id} name={name} isIncluded={toggle === "exclude"} />
      )}
      {offered.map((one, place) => (
        <Button
          key={one}
          type="button"
          size="2"
          variant="soft"
          {...(one === "mark_failed" || one === "send_again"
            ? { color: "danger" }
            : place === 0
              ? {}
              : { color: "gray" })}
          aria-label={t(`${one}.named`, { name })}
          onClick={() => setChoice(one)}
        >
          {t(`${one}.button`)}
        </Button>
      ))}
      {choice === "retry" || choice === "send_again" ? (
        <ConfirmDialog
          title={t(`${choice}.title`, { name })}
          text={t(`${choice}.text`, { amount })}
          confirm={t(`${choice}.button`)}
          tone={choice === "retry" ? "accent" : "danger"}
          call={() => retry(choice === "send_again")}
          onClose={close}
        />
      ) : null}
      {choice === "mark_paid" ? (
        <ConfirmDialog
          title={t("mark_paid.title", { name })}
          text={t("mark_paid.text", { amount })}
          confirm={t("mark_paid.button")}
          tone="accent"
          note={{
            name: "reference",
            required: true,
            label: t("reference.label"),
            hint: t("reference.hint"),
            placeholder: t("reference.placeholder"),
          }}
          call={(reference) => decide("mark-paid", { reference })}
          onClose={close}
        />
      ) : null}
      {choice === "mark_failed" ? (
        <ConfirmDialog
          title={t("mark_failed.title", { name })}
          text={t("mark_failed.text", { amount })}
          confirm={t("mark_failed.button")}
          tone="danger"
          note={{ name: "reason", required: true, label: t("why.label"), hint: t("why.hint") }}
          call={(reason) => decide("mark-failed", { reason })}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

function choicesFor(actions: readonly ItemAction[], mayHaveArrived: boolean): Choice[] {
  const has = (name: ItemAction) => actions.includes(name);
  return [
    ...(has("retry") ? (["retry"] as const) : []),
    ...(has("mark_paid") ? (["mark_paid"] as const) : []),
    ...(has("mark_failed") ? (["mark_failed"] as const) : []),
    ...(has("retry") && mayHaveArrived ? (["send_again"] as const) : []),
  ];
}

type IncludeProps = { companyId: string; id: string; name: string; isIncluded: boolean };

/** Out of the draft, or back into it: nothing is lost by it, so it is not asked twice. */
function IncludeButton({ companyId, id, name, isIncluded }: IncludeProps) {
  const t = useTranslations("payouts.act");
  const action = useAction();
  const said = isIncluded ? "exclude" : "include";
  return (
    <>
      <Button
        type="button"
        size="2"
        variant="soft"
        color="gray"
        loading={action.pending}
        aria-label={t(`${said}.named`, { name })}
        onClick={() =>
          action.run(() =>
            callApi("POST", `/api/v1/payout-items/${id}/set-included`, {
              companyId,
              isIncluded: !isIncluded,
            }),
          )
        }
      >
        {t(`${said}.button`)}
      </Button>
      <Problem>{action.problem}</Problem>
    </>
  );
}
