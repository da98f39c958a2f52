"use client";

import { Button } from "frosted-ui";
import { useTranslations } from "use-intl";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { MemberChoice } from "#app/_ui/member/member-choice.tsx";
import { useSearch } from "#app/_ui/member/use-search.ts";

/** A member who was found, or a user name. */
export type Whom = { userId: string } | { username: string };

type Found = { userId: string; name: string; username: string | null; avatarUrl: string | null };

type Props = {
  experienceId: string;
  whom: Whom;
  problem: string | undefined;
  onChange: (whom: Whom) => void;
};

const leastLetters = 2;

/** Whoever is shown by name is found by it; others, and who has not joined yet, are named. */
export function WhomField({ experienceId, whom, problem, onChange }: Props) {
  const t = useTranslations("claim.member.dialog");
  const found = useSearch<Found>(
    (search) => `/api/v1/claims/candidates?${new URLSearchParams({ experienceId, search })}`,
    leastLetters,
  );
  const other = (next: Whom, text: string) => (
    <div>
      <Button type="button" size="1" variant="ghost" onClick={() => onChange(next)}>
        {text}
      </Button>
    </div>
  );
  if ("username" in whom)
    return (
      <>
        <Field label={t("username")} hint={t("usernameHint")} problem={problem}>
          {(control) => (
            <Input
              {...control}
              value={whom.username}
              maxLength={61}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="@"
              onChange={(event) => onChange({ username: event.target.value })}
            />
          )}
        </Field>
        {other({ userId: "" }, t("bySearch"))}
      </>
    );
  return (
    <>
      <MemberChoice
        found={problem === undefined ? found : { ...found, problem }}
        value={whom.userId}
        onChange={(userId) => onChange({ userId })}
        beside={({ username }) => (username === null ? null : `@${username}`)}
        words={{
          label: t("search"),
          placeholder: t("placeholder"),
          none: t("nobody"),
          found: (count) => t("found", { count }),
          choose: t("choose"),
        }}
      />
      {other({ username: found.text }, t("byName"))}
    </>
  );
}
