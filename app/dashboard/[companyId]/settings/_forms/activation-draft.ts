import { type AmountRow, amountsOf, problemOf, rowsOf } from "#app/_ui/field/amounts.ts";
import type { Rules } from "#lib/companies/index.ts";
import { exponentOf, readAmount, toDecimal } from "#lib/core/money.ts";

type Criteria = NonNullable<Rules["activation"]>;

/** Activation criteria as they are typed; an empty number is not asked for. */
export type ActivationDraft = {
  activeDays: string;
  payments: string;
  paid: AmountRow[];
  profileComplete: boolean;
  eventAttended: boolean;
};

export const activationRanges = { activeDays: [1, 365], payments: [1, 1_000] } as const;

export function draftOf(criteria: Rules["activation"]): ActivationDraft {
  const paid = Object.entries(criteria?.paid ?? {}).map(([currency, minor]) => [
    currency,
    toDecimal(BigInt(minor), currency),
  ]);
  return {
    activeDays: String(criteria?.activeDays ?? ""),
    payments: String(criteria?.payments ?? ""),
    paid: rowsOf(Object.fromEntries(paid)),
    profileComplete: criteria?.profileComplete ?? false,
    eventAttended: criteria?.eventAttended ?? false,
  };
}

/** Null when nothing is asked for. */
export function criteriaOf(draft: ActivationDraft): Criteria | null {
  const paid = Object.entries(amountsOf(draft.paid)).flatMap(([currency, amount]) => {
    const reading = readAmount(amount, currency);
    return reading.ok ? [[currency, Number(reading.money.minor)] as const] : [];
  });
  const criteria: Criteria = {
    ...(draft.activeDays === "" ? {} : { activeDays: Number(draft.activeDays) }),
    ...(draft.payments === "" ? {} : { payments: Number(draft.payments) }),
    ...(paid.length === 0 ? {} : { paid: Object.fromEntries(paid) }),
    ...(draft.profileComplete ? { profileComplete: true } : {}),
    ...(draft.eventAttended ? { eventAttended: true } : {}),
  };
  return Object.keys(criteria).length === 0 ? null : criteria;
}

export function problemsOf(draft: ActivationDraft) {
  const amounts = Object.entries(amountsOf(draft.paid));
  return {
    activeDays: !isWithin(draft.activeDays, activationRanges.activeDays),
    payments: !isWithin(draft.payments, activationRanges.payments),
    paid:
      problemOf(draft.paid) !== undefined ||
      amounts.some(([code, amount]) => exponentOf(code) === null || !readAmount(amount, code).ok),
  };
}

function isWithin(text: string, [from, to]: readonly [number, number]): boolean {
  return text === "" || (/^\d{1,6}$/.test(text) && Number(text) >= from && Number(text) <= to);
}
