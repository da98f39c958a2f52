import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Fact } from "#app/_ui/sheet/facts.tsx";
import type { DeliveryProof } from "#lib/rewards/index.ts";

/** What shows, on Whop's side or by a person's word, that it was done. */
export function proofFacts(proof: DeliveryProof, { t, format }: Speech): Fact[] {
  switch (proof.kind) {
    case "promo_code":
      return [
        [t("reward.proof.code"), proof.code],
        [t("reward.proof.promoCode"), proof.promoCodeId],
      ];
    case "free_days":
      return [
        [t("reward.proof.membership"), proof.membershipId],
        [
          t("reward.proof.periodEnd"),
          t("reward.proof.moved", {
            before: format.instant(proof.endBefore),
            after: format.instant(proof.endAfter),
          }),
        ],
      ];
    case "by_hand":
      return [
        [t("reward.proof.by"), proof.by],
        [t("reward.proof.note"), proof.note],
      ];
    case "archived":
      return [
        [t("reward.proof.promoCode"), proof.promoCodeId],
        [t("reward.proof.taken"), t(proof.wasUsed ? "reward.proof.wasUsed" : "reward.proof.unused")],
      ];
  }
}
