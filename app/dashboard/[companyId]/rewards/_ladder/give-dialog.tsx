"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import type { useOnce } from "#app/_ui/action/use-once.ts";
import { TextArea } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import type { Reward } from "#lib/rewards/index.ts";
import { MemberPicker } from "../../_members/member-picker.tsx";

type Props = {
  companyId: string;
  reward: Pick<Reward, "id" | "name">;
  /** Kept by whoever opens the dialog: closed and opened after an answer that was lost, it gives the same. */
  once: ReturnType<typeof useOnce>;
  onClose: () => void;
};

/** Gives one member a reward by hand; pressed twice, it is given once. */
export function GiveDialog({ companyId, reward: { id, name }, once, onClose }: Props) {
  const t = useTranslations("owner.rewards.give");
  const action = useAction();
  const [userId, setUserId] = useState("");
  const [note, setNote] = useState("");

  const submit = async () => {
    const words = note.trim();
    const given = await action.run(() =>
      once((giftId) =>
        callApi("POST", `/api/v1/rewards/${id}/give`, {
          companyId,
          giftId,
          userIds: [userId],
          ...(words === "" ? {} : { note: words }),
        }),
      ),
    );
    if (given !== null) onClose();
  };

  return (
    <FormDialog
      title={t("title", { name })}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={userId === ""}
      problem={action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <MemberPicker companyId={companyId} value={userId} onChange={setUserId} />
      <Field label={t("note")} hint={t("noteHint")} problem={action.fields.note}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
