import type { ReversalPolicy, RewardType } from "#db/enums.ts";
import type { Reward, RewardData } from "#lib/rewards/index.ts";

/** A reward as it is typed: numbers are text until they are sent. */
export type Draft = {
  name: string;
  description: string;
  threshold: string;
  rewardType: RewardType;
  kind: "percentage" | "flat_amount";
  amountOff: string;
  currency: string;
  durationMonths: string;
  newUsersOnly: boolean;
  productId: string;
  days: string;
  points: string;
  credits: string;
  amount: string;
  instructions: string;
  autoApply: boolean;
  holdDays: string;
  expiryDays: string;
  stock: string;
  onReversal: ReversalPolicy;
};

export type Defaults = { currency: string; holdDays: number; onReversal: ReversalPolicy };

export function newDraft(defaults: Defaults): Draft {
  return {
    name: "",
    description: "",
    threshold: "3",
    rewardType: "discount",
    kind: "percentage",
    amountOff: "20",
    currency: defaults.currency,
    durationMonths: "1",
    newUsersOnly: false,
    productId: "",
    days: "7",
    points: "100",
    credits: "10",
    amount: "10",
    instructions: "",
    autoApply: true,
    holdDays: String(defaults.holdDays),
    expiryDays: "",
    stock: "",
    onReversal: defaults.onReversal,
  };
}

export function draftOf(reward: Reward, defaults: Defaults): Draft {
  const { data } = reward;
  const discount = data.type === "discount" ? data : null;
  return {
    ...newDraft(defaults),
    name: reward.name,
    description: reward.description ?? "",
    threshold: String(reward.threshold),
    rewardType: reward.rewardType,
    ...(discount && {
      kind: discount.kind,
      amountOff: String(discount.amountOff),
      currency: discount.currency,
      durationMonths: String(discount.durationMonths),
      newUsersOnly: discount.newUsersOnly,
      productId: discount.productId ?? "",
    }),
    ...(data.type === "free_days" && { days: String(data.days) }),
    ...(data.type === "product_unlock" && {
      productId: data.productId,
      durationMonths: String(data.durationMonths),
    }),
    ...(data.type === "custom" && { instructions: data.instructions }),
    autoApply: reward.autoApply,
    holdDays: String(reward.holdDays),
    expiryDays: reward.expiryDays === null ? "" : String(reward.expiryDays),
    stock: reward.stock === null ? "" : String(reward.stock),
    onReversal: reward.onReversal,
  };
}

/** Fields the server names as `rewardData.amountOff` and the like are the form's own, without the prefix. */
export function byField(problems: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).map(([path, problem]) => [path.replace(/^rewardData\./, ""), problem]),
  );
}

/** Only a reward with a code can lapse. */
export function canExpire(type: RewardType): boolean {
  return type === "discount" || type === "product_unlock";
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
      return { type: "cash", amount: draft.amount.trim(), currency: draft.currency };
    case "custom":
      return { type: "custom", instructions: draft.instructions.trim(), fromPool: false };
  }
}

/** What the API takes for a new reward. */
export function payloadOf(draft: Draft): Record<string, unknown> {
  const { type, ...rewardData } = dataOf(draft);
  return {
    rewardType: type,
    rewardData,
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    threshold: Number(draft.threshold),
    autoApply: draft.autoApply,
    holdDays: Number(draft.holdDays),
    expiryDays: canExpire(type) && draft.expiryDays !== "" ? Number(draft.expiryDays) : null,
    stock: draft.stock === "" ? null : Number(draft.stock),
    onReversal: draft.onReversal,
  };
}

/** What the API takes for an existing one: what was changed. It keeps its type. */
export function changesTo(reward: Reward, draft: Draft, defaults: Defaults): Record<string, unknown> {
  const before = payloadOf(draftOf(reward, defaults));
  const changed = Object.entries(payloadOf(draft)).filter(
    ([name, value]) => name !== "rewardType" && JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed);
}
