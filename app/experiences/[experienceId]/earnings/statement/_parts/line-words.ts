import type { Speech } from "#app/_ui/i18n/request.ts";
import type { StatementLine } from "#lib/payouts/index.ts";

type Words = Pick<Speech, "t" | "format">;

/** What a line is of; with the day of its sale, refund or reward where that is another one. */
export function lineWords(line: StatementLine, { t, format }: Words): string {
  const { kind, amountMinor, source, rule, occurredAt, postedAt } = line;
  if (kind === "payout") {
    const number = source?.kind === "payout" ? source.number : rule;
    return t(amountMinor > 0n ? "earnings.statement.line.returned" : "earnings.statement.line.payout", {
      number,
    });
  }
  const what =
    kind === "reward" || kind === "reward_taken_back"
      ? t(`earnings.statement.line.${kind}`, { name: rule })
      : t(`earnings.statement.line.${kind}`, { plan: planWords(line, t) });
  const day = format.day(occurredAt);
  return day === format.day(postedAt) ? what : `${what}, ${t("earnings.statement.of", { at: day })}`;
}

function planWords({ source, rule, ruleVersion }: StatementLine, t: Words["t"]): string {
  const commission = source?.kind === "commission" ? source : null;
  return t(commission?.level === 2 ? "earnings.statement.planLevel2" : "earnings.statement.plan", {
    name: commission?.planName ?? rule,
    version: ruleVersion,
  });
}
