"use client";

import { useTranslations } from "use-intl";
import { MemberChoice } from "#app/_ui/member/member-choice.tsx";
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
  const found = useMemberSearch(companyId);
  return (
    <MemberChoice
      found={found}
      value={value}
      onChange={onChange}
      words={{
        label: t("search"),
        placeholder: t("placeholder"),
        none: t("none"),
        found: (count) => t("found", { count }),
        choose: t("choose"),
      }}
      beside={(member) => member.email ?? member.username}
    />
  );
}
