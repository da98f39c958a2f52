"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { FormDialog } from "#app/_ui/action/form-dialog.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Input, Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { useCandidates } from "./use-candidates.ts";
import styles from "./vouches.module.css";

const kinds = ["primary", "secondary"] as const;
type Kind = (typeof kinds)[number];

export function VouchDialog({ experienceId, onClose }: { experienceId: string; onClose: () => void }) {
  const t = useTranslations("trust.mine");
  const action = useAction();
  const { text, search, members, problem } = useCandidates(experienceId);
  const [userId, setUserId] = useState("");
  const [kind, setKind] = useState<Kind>("secondary");

  const submit = async () => {
    const given = await action.run(() => callApi("POST", "/api/v1/vouches", { experienceId, userId, kind }));
    if (given !== null) onClose();
  };

  return (
    <FormDialog
      title={t("add")}
      text={t("text")}
      confirm={t("confirm")}
      pending={action.pending}
      disabled={userId === ""}
      problem={action.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t("search")} problem={problem}>
        {(control) => (
          <Input
            {...control}
            type="search"
            value={text}
            maxLength={100}
            autoComplete="off"
            placeholder={t("placeholder")}
            onChange={(event) => {
              setUserId("");
              search(event.target.value);
            }}
          />
        )}
      </Field>
      <div role="status">
        {members === null ? null : members.length === 0 ? (
          <p className={styles.none}>{t("nobody")}</p>
        ) : (
          <span className="visually-hidden">{t("found", { count: members.length })}</span>
        )}
      </div>
      {members === null || members.length === 0 ? null : (
        <fieldset>
          <legend className="visually-hidden">{t("choose")}</legend>
          <div className={styles.found}>
            {members.map((member) => (
              <label key={member.userId} className={styles.member}>
                <input
                  type="radio"
                  name="member"
                  value={member.userId}
                  checked={member.userId === userId}
                  onChange={() => setUserId(member.userId)}
                />
                <Avatar name={member.name} url={member.avatarUrl} size={28} />
                {member.name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Field label={t("kind")}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={(event) => setKind(kinds.find((one) => one === event.target.value) ?? "secondary")}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {t(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
