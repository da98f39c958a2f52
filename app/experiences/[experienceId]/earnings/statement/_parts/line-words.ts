import type { Speech } from "#app/_ui/i18n/request.ts";
import type { StatementLine } from "#lib/payouts/index.ts";

/** What a line is of; with the day of its sale or refund where that is another one. */
export function lineWords(line: StatementLine, { t, format }: Pick<Speech, "t" | "format">): string {
  const { kind, amountMinor, source, rule, ruleVersion, occurredAt, postedAt } = line;
  if (kind === "payout") {
    const number = source?.kind === "payout" ? source.number : rule;
    return t(amountMinor > 0n ? "earnings.statement.line.returned" : "earnings.statement.line.payout", {
      number,
    });
  }
  const commission = source?.kind === "commission" ? source : null;
  const plan = t(commission?.level === 2 ? "earnings.statement.planLevel2" : "earnings.statement.plan", {
    name: commission?.planName ?? rule,
    version: ruleVersion,
  });
  const what = t(`earnings.statement.line.${kind}`, { plan });
  const day = format.day(occurredAt);
  return day === format.day(postedAt) ? what : `${what}, ${t("earnings.statement.of", { at: day })}`;
}
