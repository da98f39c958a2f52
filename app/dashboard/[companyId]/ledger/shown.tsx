import type { ReactNode } from "react";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { PostingPage } from "#lib/ledger/index.ts";
import type { Asked } from "./asked-for.ts";
import styles from "./ledger.module.css";

type Props = {
  list: PostingPage;
  asked: Asked;
  /** Whose accounts, by name. */
  member: string | null;
  at: (more: Record<string, string | undefined | null>) => string;
  speech: Speech;
  children: ReactNode;
};

/** What the filters come to: the balance that somebody came here to check. */
export function Shown({ list, asked, member, speech: { t, format }, children }: Props) {
  const line = list.postings[0]?.lines.find(({ accountId }) => accountId === asked.account);
  const whose = line
    ? t("ledger.shown.account", { account: t(`ledger.account.${line.kind}`), name: line.holder.name })
    : member;
  const sums = list.sums.map(({ amount, unit }) => format.amount(amount, unit)).join(" · ");
  return (
    <p className={styles.shown}>
      {whose === null ? null : <strong>{whose}</strong>}{" "}
      {sums === "" ? t("ledger.shown.nothing") : t("ledger.shown.sum", { count: list.entries, sum: sums })}{" "}
      {children}
    </p>
  );
}
