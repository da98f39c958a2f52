import { canExpire, type Draft } from "./draft.ts";

export type DraftProblem = "required" | "wholeNumber" | "amount" | "percentage" | "product";
export type DraftProblems = Partial<Record<keyof Draft, DraftProblem>>;

/** What is plainly wrong, said before anything is sent. The server checks everything again. */
export function problemsOf(draft: Draft): DraftProblems {
  const problems: DraftProblems = {};
  const need = (field: keyof Draft, problem: DraftProblem, isFine: boolean) => {
    if (!isFine) problems[field] ??= problem;
  };
  need("name", "required", draft.name.trim() !== "");
  need("threshold", "wholeNumber", isWhole(draft.threshold, 1));
  need("holdDays", "wholeNumber", isWhole(draft.holdDays, 0));
  need("stock", "wholeNumber", draft.stock === "" || isWhole(draft.stock, 0));
  if (canExpire(draft.rewardType)) {
    need("expiryDays", "wholeNumber", draft.expiryDays === "" || isWhole(draft.expiryDays, 1));
    need("durationMonths", "wholeNumber", isWhole(draft.durationMonths, 0));
  }
  if (draft.rewardType === "discount") {
    const amount = Number(draft.amountOff);
    need("amountOff", "amount", draft.amountOff !== "" && amount > 0);
    need("amountOff", "percentage", draft.kind === "flat_amount" || amount <= 100);
  }
  if (draft.rewardType === "free_days") need("days", "wholeNumber", isWhole(draft.days, 1));
  if (draft.rewardType === "product_unlock") need("productId", "product", draft.productId !== "");
  if (draft.rewardType === "custom") need("instructions", "required", draft.instructions.trim() !== "");
  return problems;
}

function isWhole(text: string, least: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least;
}
