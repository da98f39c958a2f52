import type { ReactNode } from "react";
import { Avatar } from "../avatar/avatar.tsx";
import { Input } from "../field/control.tsx";
import { Field } from "../field/field.tsx";
import styles from "./member-choice.module.css";
import type { Search } from "./use-search.ts";

type Choosable = { userId: string; name: string; avatarUrl: string | null };

type Props<Found extends Choosable> = {
  found: Search<Found>;
  /** The chosen member's id; empty while there is none. */
  value: string;
  onChange: (userId: string) => void;
  words: {
    label: string;
    placeholder: string;
    none: string;
    found: (count: number) => string;
    choose: string;
  };
  /** What tells two of one name apart. */
  beside?: (member: Found) => ReactNode;
};

/** One member of those that are found by what is typed. */
export function MemberChoice<Found extends Choosable>({
  found,
  value,
  onChange,
  words,
  beside,
}: Props<Found>) {
  const { text, search, members, problem } = found;
  return (
    <>
      <Field label={words.label} problem={problem}>
        {(control) => (
          <Input
            {...control}
            type="search"
            value={text}
            maxLength={100}
            autoComplete="off"
            placeholder={words.placeholder}
            onChange={(event) => {
              onChange("");
              search(event.target.value);
            }}
          />
        )}
      </Field>
      <div role="status">
        {members === null ? null : members.length === 0 ? (
          <p className={styles.none}>{words.none}</p>
        ) : (
          <span className="visually-hidden">{words.found(members.length)}</span>
        )}
      </div>
      {members === null || members.length === 0 ? null : (
        <fieldset>
          <legend className="visually-hidden">{words.choose}</legend>
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
                  {beside ? <small>{beside(member)}</small> : null}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
