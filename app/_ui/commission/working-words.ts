import type { Workings } from "#lib/affiliates/index.ts";
import type { Format } from "../i18n/format.ts";
import type { Translator } from "../i18n/translator.ts";

type WorkingLine = Workings[number];

export type WorkingRow = { text: string; amount: string | null; isSubtraction: boolean };

type Line<C extends WorkingLine["code"]> = Extract<WorkingLine, { code: C }>;
type Speech = { t: Translator; format: Format; currency: string; now: Date };

/** A line of a commission's workings, whose amounts are decimals, as a row of a sum. */
export function workingRow(line: WorkingLine, speech: Speech): WorkingRow {
  const { t, format, currency } = speech;
  const plus = (text: string, amount: string): WorkingRow => ({ text, amount, isSubtraction: false });
  const minus = (text: string, amount: string): WorkingRow => ({
    text,
    amount: isZero(amount) ? null : amount,
    isSubtraction: true,
  });
  const note = (text: string): WorkingRow => ({ text, amount: null, isSubtraction: false });
  switch (line.code) {
    case "base":
      return plus(baseWords(line, speech), line.minor);
    case "rate":
      return plus(
        t(`commission.line.rate.${line.from}`, { rate: format.rate(line.bps), tier: line.tier }),
        line.minor,
      );
    case "flat":
      return plus(t("commission.line.flat"), line.minor);
    case "cap":
      return minus(capWords(line, speech), line.cut);
    case "whop_affiliate":
      return line.fee === null
        ? note(t("commission.line.whop.unknown"))
        : minus(
            t(`commission.line.whop.${line.choice}`, { fee: format.amount(line.fee, currency) }),
            line.cut,
          );
    case "refused":
      return note(t(`commission.refusal.${line.reason}`));
    case "taken_back":
      return minus(takenBackWords(line, speech), line.minor);
    case "hold":
      return note(holdWords(line, speech));
    case "held":
      return note(t(`commission.held.${line.by}`));
  }
}

function baseWords({ base, tax }: Line<"base">, { t, format, currency }: Speech): string {
  return base === "net" && !isZero(tax)
    ? t("commission.line.baseNet", { tax: format.amount(tax, currency) })
    : t("commission.line.base");
}

function capWords({ cap, limit, month }: Line<"cap">, { t, format, currency }: Speech): string {
  const values = { limit: format.amount(limit, currency), month: month === null ? "" : format.month(month) };
  return t(`commission.line.cap.${cap}`, values);
}

function takenBackWords(
  { because, refunded, gross }: Line<"taken_back">,
  { t, format, currency }: Speech,
): string {
  return t(`commission.line.takenBack.${because}`, {
    refunded: format.amount(refunded, currency),
    gross: format.amount(gross, currency),
  });
}

function holdWords({ days, until }: Line<"hold">, { t, format, now }: Speech): string {
  const at = new Date(until);
  const key = at > now ? "hold" : "wasOnHold";
  return t(`commission.line.${key}`, { days, at: format.day(at) });
}

function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount);
}
