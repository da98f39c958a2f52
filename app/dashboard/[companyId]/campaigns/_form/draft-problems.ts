import { isDecimal } from "#app/_ui/field/amounts.ts";
import type { Draft } from "./draft.ts";
import { codesIn } from "./payload.ts";

export type DraftProblem =
  | "required"
  | "wholeNumber"
  | "factor"
  | "amount"
  | "date"
  | "one"
  | "reward"
  | "criteria";

/** By the name that the API has for the field. */
export type DraftProblems = Record<string, DraftProblem>;

/** What cannot even be read, said at its field; everything else the server says. */
export function unreadableIn(draft: Draft): DraftProblems {
  const problems: DraftProblems = {};
  const need = (field: string, problem: DraftProblem, isFine: boolean) => {
    if (!isFine) problems[field] ??= problem;
  };
  const rules = "terms.rules";
  need("startDate", "date", isLocal(draft.start));
  need("endDate", "date", isLocal(draft.end));
  need(`${rules}.counts`, "one", draft.counts.length > 0);
  for (const event of draft.counts)
    need(`${rules}.points.${event}`, "wholeNumber", isWhole(draft.points[event]));
  for (const [index, row] of draft.multipliers.entries()) {
    const field = `${rules}.multipliers.${index}`;
    need(`${field}.factorBps`, "factor", isDecimal(row.factor));
    if (row.kind === "plan") need(`${field}.planIds`, "one", row.planIds.length > 0);
    if (row.kind === "country") need(`${field}.countries`, "one", codesIn(row.countries).length > 0);
    if (row.kind === "weekday") need(`${field}.days`, "one", row.days.length > 0);
    if (row.kind === "dates") {
      need(`${field}.from`, "date", isLocal(row.from));
      need(`${field}.until`, "date", isLocal(row.until));
    }
  }
  for (const [index, { at, points }] of draft.bonuses.entries()) {
    need(`${rules}.bonuses.${index}.at`, "wholeNumber", isWhole(at) && Number(at) > 0);
    need(`${rules}.bonuses.${index}.points`, "wholeNumber", isWhole(points));
  }
  for (const [index, prize] of draft.prizes.entries()) {
    const field = `terms.prizes.${index}`;
    need(`${field}.rewardId`, "reward", prize.rewardId !== "");
    const numbers = {
      rank: ["from", "to"],
      threshold: ["points"],
      raffle: ["winners", "minPoints"],
    } as const;
    for (const name of numbers[prize.kind]) need(`${field}.${name}`, "wholeNumber", isWhole(prize[name]));
  }
  need(`${rules}.windowDays`, "wholeNumber", isWholeOrEmpty(draft.windowDays));
  need(`${rules}.holdDays`, "wholeNumber", isWhole(draft.holdDays));
  need(`${rules}.settleDays`, "wholeNumber", isWhole(draft.settleDays));
  if (draft.hasActivation) {
    const { activeDays, payments, activation } = draft;
    const others = Object.keys(activation ?? {}).filter(
      (name) => name !== "activeDays" && name !== "payments",
    );
    need(`${rules}.activation.activeDays`, "wholeNumber", isWholeOrEmpty(activeDays));
    need(`${rules}.activation.payments`, "wholeNumber", isWholeOrEmpty(payments));
    need(`${rules}.activation`, "criteria", activeDays !== "" || payments !== "" || others.length > 0);
  }
  need(`${rules}.pointsCost`, "amount", draft.pointsCost.trim() === "" || isDecimal(draft.pointsCost));
  need("terms.budget", "amount", draft.budget.trim() === "" || isDecimal(draft.budget));
  for (const name of ["perMember", "perDay", "total"] as const)
    need(`terms.limits.${name}`, "wholeNumber", isWholeOrEmpty(draft[name]));
  for (const name of ["minReferrals", "maxReferrals"] as const)
    need(`terms.audience.${name}`, "wholeNumber", isWholeOrEmpty(draft[name]));
  need("terms.priority", "wholeNumber", /^-?\d+$/.test(draft.priority));
  return problems;
}

export function problemsOf(draft: Draft): DraftProblems {
  return { ...(draft.name.trim() === "" ? { name: "required" as const } : {}), ...unreadableIn(draft) };
}

/** What is wrong at a field, or at a part of it. */
export function problemAt(problems: Readonly<Record<string, string>>, field: string): string | undefined {
  const part = Object.keys(problems).find((name) => name.startsWith(`${field}.`));
  return problems[field] ?? (part === undefined ? undefined : problems[part]);
}

function isWhole(text: string): boolean {
  return /^\d{1,10}$/.test(text.trim());
}

function isWholeOrEmpty(text: string): boolean {
  return text.trim() === "" || isWhole(text);
}

function isLocal(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
}
