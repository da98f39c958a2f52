"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Select } from "#app/_ui/field/control.tsx";
import { ledgerAccountKinds, ledgerSources } from "#db/enums.ts";
import { SavedViews } from "../_views/saved-views.tsx";
import { addressOf } from "../query.ts";
import styles from "./ledger.module.css";
import { MemberSearch } from "./member-search.tsx";

type Here = Record<"member" | "account" | "kind" | "unit" | "source" | "of", string | undefined>;
type Props = { companyId: string; here: Here; units: readonly string[] };

/** Narrows the books down; what they are narrowed to is part of the address. */
export function Filters({ companyId, here, units }: Props) {
  const t = useTranslations("ledger.filters");
  const account = useTranslations("ledger.account");
  const router = useRouter();
  const path = `/dashboard/${companyId}/ledger`;
  const choices = [
    { name: "kind", options: ledgerAccountKinds.map((kind) => [kind, account(kind)] as const) },
    { name: "unit", options: units.map((unit) => [unit, unit] as const) },
    { name: "source", options: ledgerSources.map((source) => [source, t(`sources.${source}`)] as const) },
  ] as const;
  return (
    <search className={styles.filters}>
      <MemberSearch
        companyId={companyId}
        at={(member) => addressOf(path, { ...here, account: undefined, member })}
      />
      {choices.map(({ name, options }) => (
        <Select
          key={name}
          aria-label={t(name)}
          value={here[name] ?? ""}
          onChange={(event) =>
            router.replace(addressOf(path, { ...here, [name]: event.target.value }), { scroll: false })
          }
        >
          <option value="">{t(`any.${name}`)}</option>
          {options.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      ))}
      <SavedViews companyId={companyId} page="ledger" path={path} here={here} />
    </search>
  );
}
