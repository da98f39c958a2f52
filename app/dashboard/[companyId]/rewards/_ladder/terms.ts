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
  const { autoApply, holdDays, expiryDays, stock, stockTaken, onReversal, rewardType, codesLeft } = reward;
  const { side, trigger, maxPerMember, cost, budgetMinor, budgetTakenMinor, campaignId } = reward;
  const hasCode = rewardType === "discount" || rewardType === "product_unlock" || rewardType === "free_event";
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
    ...(hasCode && onReversal === "reverse" ? [t("owner.rewards.terms.reverse")] : []),
  ];
}
