import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { ListedReward } from "#lib/rewards/index.ts";
import type { RewardOptions } from "../_form/options.ts";
import { isDecided } from "../_form/triggers.ts";

/** The conditions of a reward, each in a few words. */
export function termsIn(
  reward: ListedReward,
  campaigns: RewardOptions["campaigns"],
  { t, format }: Pick<Speech, "t" | "format">,
): string[] {
  const { autoApply, holdDays, expiryDays, stock, stockTaken, rewardType, codesLeft } = reward;
  const { side, trigger, maxPerMember, cost, budgetMinor, budgetTakenMinor, campaignId } = reward;
  const wayBack = wayBackOf(reward);
  const campaign = campaigns.find(({ id }) => id === campaignId);
  const money = (minor: bigint) =>
    cost === null ? "" : format.amount(toDecimal(minor, cost.currency), cost.currency);
  const needsHold = holdDays > 0 || !isDecided(trigger);
  return [
    ...(side === "both" ? [t("owner.rewards.terms.both")] : []),
    ...(campaign === undefined ? [] : [t("owner.rewards.terms.campaign", { name: campaign.name })]),
    ...(reward.requiresActivation ? [t("owner.rewards.terms.activated")] : []),
    t(autoApply ? "owner.rewards.terms.auto" : "owner.rewards.terms.approved"),
    ...(needsHold
      ? [holdDays === 0 ? t("owner.rewards.terms.noHold") : t("owner.rewards.terms.hold", { days: holdDays })]
      : []),
    ...(stock === null ? [] : [t("owner.rewards.terms.stock", { left: stock - stockTaken, stock })]),
    ...(codesLeft === null ? [] : [t("owner.rewards.terms.codes", { left: codesLeft })]),
    ...(maxPerMember === null ? [] : [t("owner.rewards.terms.each", { count: maxPerMember })]),
    ...(budgetMinor === null
      ? []
      : [t("owner.rewards.terms.budget", { used: money(budgetTakenMinor), budget: money(budgetMinor) })]),
    ...(cost === null || rewardType === "cash"
      ? []
      : [t("owner.rewards.terms.cost", { amount: money(cost.minor) })]),
    ...(expiryDays === null ? [] : [t("owner.rewards.terms.expiry", { days: expiryDays })]),
    ...(wayBack === null ? [] : [t(`owner.rewards.terms.${wayBack}`)]),
  ];
}

/** How it is taken back when what it was earned by no longer counts; what was decided about stays given. */
function wayBackOf({ onReversal, trigger, data }: ListedReward): "reverse" | "unbook" | null {
  if (onReversal === "keep" || isDecided(trigger)) return null;
  switch (data.type) {
    case "discount":
    case "product_unlock":
    case "free_event":
      return "reverse";
    case "points":
    case "credits":
    case "cash":
      return "unbook";
    case "custom":
      return data.fromPool ? "reverse" : null;
    case "free_days":
      return null;
  }
}
