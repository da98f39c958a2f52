import { isDecimal } from "#app/_ui/field/amounts.ts";
import { canExpire, type Draft } from "./draft.ts";
import { isCounted } from "./triggers.ts";

export type DraftProblem = "required" | "wholeNumber" | "amount" | "percentage" | "product" | "cost";
export type DraftProblems = Partial<Record<keyof Draft, DraftProblem>>;

/** What is plainly wrong, said before anything is sent. The server checks everything again. */
export function problemsOf(draft: Draft): DraftProblems {
  const problems: DraftProblems = {};
  const need = (field: keyof Draft, problem: DraftProblem, isFine: boolean) => {
    if (!isFine) problems[field] ??= problem;
  };
  const isFilled = (field: "stock" | "maxPerMember" | "warnBelow", least: number) =>
    need(field, "wholeNumber", draft[field] === "" || isWhole(draft[field], least));
  need("name", "required", draft.name.trim() !== "");
  if (isCounted(draft.trigger))
    need("threshold", "wholeNumber", isWhole(draft.threshold, draft.trigger === "streak" ? 2 : 1));
  if (draft.trigger === "purchase") need("pricePoints", "wholeNumber", isWhole(draft.pricePoints, 1));
  need("holdDays", "wholeNumber", isWhole(draft.holdDays, 0));
  isFilled("stock", 0);
  isFilled("maxPerMember", 1);
  isFilled("warnBelow", 1);
  const isMoney = draft.rewardType === "cash";
  if (!isMoney) need("cost", "amount", draft.cost.trim() === "" || isDecimal(draft.cost));
  need("budget", "amount", draft.budget.trim() === "" || isDecimal(draft.budget));
  need("budget", "cost", draft.budget.trim() === "" || isMoney || draft.cost.trim() !== "");
  if (canExpire(draft))
    need("expiryDays", "wholeNumber", draft.expiryDays === "" || isWhole(draft.expiryDays, 1));
  ofGift(draft, need);
  return problems;
}

function ofGift(draft: Draft, need: (field: keyof Draft, problem: DraftProblem, isFine: boolean) => void) {
  switch (draft.rewardType) {
    case "discount": {
      const amount = Number(draft.amountOff);
      need("durationMonths", "wholeNumber", isWhole(draft.durationMonths, 0));
      need("amountOff", "amount", draft.amountOff !== "" && amount > 0);
      need("amountOff", "percentage", draft.kind === "flat_amount" || amount <= 100);
      return;
    }
    case "product_unlock":
      need("durationMonths", "wholeNumber", isWhole(draft.durationMonths, 0));
      need("productId", "product", draft.productId !== "");
      return;
    case "free_event":
      need("productId", "product", draft.productId !== "");
      return;
    case "free_days":
    case "points":
    case "credits": {
      const field = draft.rewardType === "free_days" ? "days" : draft.rewardType;
      need(field, "wholeNumber", isWhole(draft[field], 1));
      return;
    }
    case "cash":
      need("amount", "amount", isDecimal(draft.amount) && Number(draft.amount.replace(",", ".")) > 0);
      return;
    case "custom":
      need("instructions", "required", draft.instructions.trim() !== "");
  }
}

function isWhole(text: string, least: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least;
}
