import { typedDecimal } from "#app/_ui/field/amounts.ts";
import type { ReversalPolicy, RewardSide, RewardTrigger, RewardType } from "#db/enums.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Reward, RewardData } from "#lib/rewards/index.ts";
import { isCounted, isDecided, isOfJoining, isOfReferrals } from "./triggers.ts";

/** A reward as it is typed: numbers are text until they are sent. */
export type Draft = {
  name: string;
  description: string;
  side: RewardSide;
  trigger: RewardTrigger;
  threshold: string;
  requiresActivation: boolean;
  campaignId: string;
  pricePoints: string;
  rewardType: RewardType;
  kind: "percentage" | "flat_amount";
  amountOff: string;
  currency: string;
  durationMonths: string;
  newUsersOnly: boolean;
  productId: string;
  /** Chosen through the API: the form keeps them. */
  planIds: string[];
  days: string;
  points: string;
  credits: string;
  amount: string;
  instructions: string;
  fromPool: boolean;
  /** Of the team's own, one on each line; those that are added now. */
  codes: string;
  autoApply: boolean;
  holdDays: string;
  expiryDays: string;
  stock: string;
  maxPerMember: string;
  cost: string;
  costCurrency: string;
  budget: string;
  warnBelow: string;
  onReversal: ReversalPolicy;
};

export type Defaults = { currency: string; holdDays: number; onReversal: ReversalPolicy };

export function newDraft(defaults: Defaults, trigger: RewardTrigger = "milestone"): Draft {
  return {
    name: "",
    description: "",
    side: "referrer",
    trigger,
    threshold: "3",
    requiresActivation: false,
    campaignId: "",
    pricePoints: "100",
    rewardType: trigger === "milestone" ? "discount" : "free_days",
    kind: "percentage",
    amountOff: "20",
    currency: defaults.currency,
    durationMonths: "1",
    newUsersOnly: false,
    productId: "",
    planIds: [],
    days: "7",
    points: "100",
    credits: "10",
    amount: "10",
    instructions: "",
    fromPool: false,
    codes: "",
    autoApply: true,
    holdDays: String(isDecided(trigger) ? 0 : defaults.holdDays),
    expiryDays: "",
    stock: "",
    maxPerMember: "",
    cost: "",
    costCurrency: defaults.currency,
    budget: "",
    warnBelow: "",
    onReversal: defaults.onReversal,
  };
}

export function draftOf(reward: Reward, defaults: Defaults): Draft {
  const { data, cost, budgetMinor } = reward;
  return {
    ...newDraft(defaults, reward.trigger),
    name: reward.name,
    description: reward.description ?? "",
    side: reward.side,
    threshold: String(reward.threshold),
    requiresActivation: reward.requiresActivation,
    campaignId: reward.campaignId ?? "",
    pricePoints: typed(reward.pricePoints),
    rewardType: reward.rewardType,
    ...typedData(data),
    autoApply: reward.autoApply,
    holdDays: String(reward.holdDays),
    expiryDays: typed(reward.expiryDays),
    stock: typed(reward.stock),
    maxPerMember: typed(reward.maxPerMember),
    cost: cost === null ? "" : toDecimal(cost.minor, cost.currency),
    costCurrency: cost?.currency ?? defaults.currency,
    budget: cost === null || budgetMinor === null ? "" : toDecimal(budgetMinor, cost.currency),
    warnBelow: typed(reward.warnBelow),
    onReversal: reward.onReversal,
  };
}

function typedData(data: RewardData): Partial<Draft> {
  switch (data.type) {
    case "discount":
      return {
        kind: data.kind,
        amountOff: String(data.amountOff),
        currency: data.currency,
        durationMonths: String(data.durationMonths),
        newUsersOnly: data.newUsersOnly,
        productId: data.productId ?? "",
        planIds: data.planIds ?? [],
      };
    case "free_days":
      return { days: String(data.days) };
    case "product_unlock":
      return { productId: data.productId, durationMonths: String(data.durationMonths) };
    case "free_event":
      return { productId: data.productId };
    case "points":
      return { points: String(data.points) };
    case "credits":
      return { credits: String(data.credits) };
    case "cash":
      return { amount: data.amount, currency: data.currency };
    case "custom":
      return { instructions: data.instructions, fromPool: data.fromPool };
  }
}

/** Fields the server names as `rewardData.amountOff` and the like are the form's own, without the prefix. */
export function byField(problems: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).map(([path, problem]) => [
      path
        .replace(/^rewardData\./, "")
        .replace(/^cost\..*/, "cost")
        .replace(/^codes\..*/, "codes"),
      problem,
    ]),
  );
}

/** Only a reward with a code can lapse. */
export function canExpire({ rewardType, fromPool }: Pick<Draft, "rewardType" | "fromPool">): boolean {
  if (rewardType === "custom") return fromPool;
  return rewardType === "discount" || rewardType === "product_unlock" || rewardType === "free_event";
}

/** What is typed, as a reward's data; for the preview and for sending. */
export function dataOf(draft: Draft): RewardData {
  switch (draft.rewardType) {
    case "discount":
      return {
        type: "discount",
        kind: draft.kind,
        amountOff: Number(draft.amountOff),
        currency: draft.currency,
        durationMonths: Number(draft.durationMonths),
        newUsersOnly: draft.newUsersOnly,
        ...(draft.productId && { productId: draft.productId }),
        ...(draft.planIds.length > 0 && { planIds: draft.planIds }),
      };
    case "free_days":
      return { type: "free_days", days: Number(draft.days) };
    case "product_unlock":
      return {
        type: "product_unlock",
        productId: draft.productId,
        durationMonths: Number(draft.durationMonths),
      };
    case "free_event":
      return { type: "free_event", productId: draft.productId };
    case "points":
      return { type: "points", points: Number(draft.points) };
    case "credits":
      return { type: "credits", credits: Number(draft.credits) };
    case "cash":
      return { type: "cash", amount: typedDecimal(draft.amount), currency: draft.currency };
    case "custom":
      return { type: "custom", instructions: draft.instructions.trim(), fromPool: draft.fromPool };
  }
}

/** One on each line. */
export function codesIn({ rewardType, fromPool, codes }: Draft): string[] {
  if (rewardType !== "custom" || !fromPool) return [];
  return codes
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What the API takes for a new reward. */
export function payloadOf(draft: Draft): Record<string, unknown> {
  const { trigger, cost, costCurrency, budget } = draft;
  const { type, ...rewardData } = dataOf(draft);
  const hasCost = type !== "cash" && cost.trim() !== "";
  return {
    rewardType: type,
    rewardData,
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    side: isOfJoining(trigger) ? draft.side : "referrer",
    trigger,
    threshold: isCounted(trigger) ? Number(draft.threshold) : 1,
    requiresActivation: isOfReferrals(trigger) && draft.requiresActivation,
    campaignId: (isOfReferrals(trigger) && draft.campaignId) || null,
    pricePoints: trigger === "purchase" ? Number(draft.pricePoints) : null,
    autoApply: draft.autoApply,
    holdDays: Number(draft.holdDays),
    expiryDays: canExpire(draft) ? numberOf(draft.expiryDays) : null,
    stock: numberOf(draft.stock),
    maxPerMember: numberOf(draft.maxPerMember),
    cost: hasCost ? { amount: typedDecimal(cost), currency: costCurrency } : null,
    budget: budget.trim() === "" ? null : typedDecimal(budget),
    warnBelow: numberOf(draft.warnBelow),
    onReversal: draft.onReversal,
  };
}

/** Whom it is for and what it is earned by cannot change, nor what kind of thing it is. */
const fixed = ["rewardType", "side", "trigger", "campaignId"];

/** What the API takes for an existing one: what was changed. */
export function changesTo(reward: Reward, draft: Draft, defaults: Defaults): Record<string, unknown> {
  const before = payloadOf(draftOf(reward, defaults));
  const changed = Object.entries(payloadOf(draft)).filter(
    ([name, value]) => !fixed.includes(name) && JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed);
}

function typed(value: number | null): string {
  return value === null ? "" : String(value);
}

function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
