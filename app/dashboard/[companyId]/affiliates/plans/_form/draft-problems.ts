import { isDecimal, problemOf } from "#app/_ui/field/amounts.ts";
import { bpsOf, type Draft } from "./draft.ts";

export type DraftProblem = "required" | "percent" | "wholeNumber" | "amount" | "twice" | "product";
export type DraftProblems = Partial<Record<keyof Draft, DraftProblem>>;

/** What is plainly wrong with the terms, said before anything is sent. The server checks everything again. */
export function termsProblems(draft: Draft): DraftProblems {
  const problems: DraftProblems = {};
  const need = (field: keyof Draft, problem: DraftProblem | undefined, isFine = problem === undefined) => {
    if (!isFine && problem !== undefined) problems[field] ??= problem;
  };
  if (draft.rateKind === "percent") need("percent", "percent", isPercent(draft.percent));
  else {
    need("flat", problemOf(draft.flat));
    need(
      "flat",
      "required",
      draft.flat.some(({ amount }) => amount.trim() !== ""),
    );
  }
  if (draft.durationKind === "months") need("months", "wholeNumber", isWhole(draft.months, 120));
  need(
    "tiers",
    "percent",
    draft.tiers.every(({ percent }) => isPercent(percent)),
  );
  need(
    "tiers",
    "wholeNumber",
    draft.tiers.every(({ kind, referrals }) => kind !== "referrals" || isWhole(referrals, 1_000_000)),
  );
  need(
    "tiers",
    "amount",
    draft.tiers.every(({ kind, net }) => kind !== "revenue" || isDecimal(net)),
  );
  need(
    "products",
    "product",
    draft.products.every(({ productId }) => productId !== ""),
  );
  need(
    "products",
    "percent",
    draft.products.every(({ percent }) => isPercent(percent)),
  );
  const named = draft.products.map(({ productId }) => productId);
  need("products", "twice", new Set(named).size === named.length);
  for (const cap of ["perSale", "perMonth", "lifetime"] as const) need(cap, problemOf(draft[cap]));
  if (draft.hasSecondLevel)
    need("secondLevel", "percent", isPercent(draft.secondLevel) && bpsOf(draft.secondLevel) > 0);
  return problems;
}

export function problemsOf(draft: Draft): DraftProblems {
  return { ...termsProblems(draft), ...(draft.name.trim() === "" ? { name: "required" as const } : {}) };
}

function isPercent(text: string): boolean {
  const bps = bpsOf(text);
  return bps >= 0 && bps <= 10_000;
}

function isWhole(text: string, most: number): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= most;
}
