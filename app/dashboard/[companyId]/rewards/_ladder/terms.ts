import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Reward } from "#lib/rewards/index.ts";

/** The conditions of a reward, each in a few words. */
export function termsIn(reward: Reward, { t }: Pick<Speech, "t">): string[] {
  const { autoApply, holdDays, expiryDays, stock, stockTaken, onReversal, rewardType } = reward;
  const hasCode = rewardType === "discount" || rewardType === "product_unlock";
  return [
    t(autoApply ? "owner.rewards.terms.auto" : "owner.rewards.terms.approved"),
    holdDays === 0 ? t("owner.rewards.terms.noHold") : t("owner.rewards.terms.hold", { days: holdDays }),
    ...(stock === null ? [] : [t("owner.rewards.terms.stock", { left: stock - stockTaken, stock })]),
    ...(expiryDays === null ? [] : [t("owner.rewards.terms.expiry", { days: expiryDays })]),
    ...(hasCode && onReversal === "reverse" ? [t("owner.rewards.terms.reverse")] : []),
  ];
}
