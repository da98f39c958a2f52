"use client";

import { useTranslations } from "use-intl";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import styles from "./member-picker.module.css";
import { useMemberSearch } from "./use-member-search.ts";

type Props = {
  companyId: string;
  /** The chosen member's id; empty while there is none. */
  value: string;
  onChange: (userId: string) => void;
};

/** One member of the community, found by what is typed. */
export function MemberPicker({ companyId, value, onChange }: Props) {
  const t = useTranslations("owner.pick");
  const { text, search, members, problem } = useMemberSearch(companyId);
  return (
    <>
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
              onChange("");
              search(event.target.value);
            }}
          />
        )}
      </Field>
      <div role="status">
        {members === null ? null : members.length === 0 ? (
          <p className={styles.none}>{t("none")}</p>
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
                  checked={member.userId === value}
                  onChange={() => onChange(member.userId)}
                />
                <Avatar name={member.name} url={member.avatarUrl} size={28} />
                <span>
                  {member.name}
                  <small>{member.email ?? member.username}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
