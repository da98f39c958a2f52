import type { Speech } from "#app/_ui/i18n/request.ts";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { balanceName } from "../../_affiliate/balance-kinds.ts";
import type { Asked } from "../asked-for.ts";
import type { EarningsPage } from "../read-earnings.ts";
import { balanceOf } from "./balance.tsx";
import { CommissionFacts } from "./commission-facts.tsx";
import { Entries } from "./entries.tsx";

type Props = { page: EarningsPage; asked: Asked; here: string; now: Date; speech: Speech };

/** What the address has open beside the page: a commission's workings, or the entries of a balance. */
export function OpenSheet({ page, asked, here, now, speech }: Props) {
  const { commission, entries, sources } = page;
  const list = asked.status === undefined ? here : `${here}?status=${asked.status}`;
  if (commission !== null)
    return (
      <SideSheet key={commission.id} title={commission.buyer.name} closeHref={list}>
        <CommissionFacts commission={commission} now={now} speech={speech} />
      </SideSheet>
    );
  if (entries === null || asked.entries === undefined) return null;
  const { kind, currency } = asked.entries;
  const earnings = page.earnings.currencies.find((one) => one.currency === currency);
  const name = speech.t(`earnings.balance.${balanceName(kind, balanceOf(earnings, kind))}`);
  return (
    <SideSheet
      key={`${kind} ${currency}`}
      title={speech.t("earnings.entries.title", { name, currency })}
      closeHref={here}
    >
      <Entries
        page={entries}
        sources={sources}
        of={asked.entries}
        earnings={earnings}
        here={here}
        speech={speech}
      />
    </SideSheet>
  );
}
