"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { Input } from "#app/_ui/field/control.tsx";
import { useMemberSearch } from "../_members/use-member-search.ts";
import styles from "./ledger.module.css";

type Props = {
  companyId: string;
  /** The address of one member's accounts. */
  at: (userId: string) => string;
};

/** Finds whose accounts to look at. */
export function MemberSearch({ companyId, at }: Props) {
  const t = useTranslations("ledger.filters");
  const { text, search, members, problem } = useMemberSearch(companyId);
  return (
    <div className={styles.member}>
      <Input
        type="search"
        value={text}
        maxLength={100}
        autoComplete="off"
        aria-label={t("member")}
        placeholder={t("member")}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => (event.key === "Escape" ? search("") : undefined)}
      />
      <div role="status" className={styles.found} data-open={members !== null || problem ? "" : undefined}>
        {problem ?? (members?.length === 0 ? t("nobody") : null)}
        {(members ?? []).map((member) => (
          <Link key={member.userId} href={at(member.userId)} scroll={false} onClick={() => search("")}>
            {member.name}
            <small>{member.email ?? member.username}</small>
          </Link>
        ))}
      </div>
    </div>
  );
}
