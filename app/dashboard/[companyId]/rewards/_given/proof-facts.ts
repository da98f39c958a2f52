import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Fact } from "#app/_ui/sheet/facts.tsx";
import { toDecimal } from "#lib/core/money.ts";
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
    case "booked":
    case "unbooked":
      return [[t("reward.proof.booked"), amountWords(proof, t, format)]];
    case "own_code":
    case "own_code_returned":
      return [[t("reward.proof.code"), proof.code]];
    case "archived":
      return [
        [t("reward.proof.promoCode"), proof.promoCodeId],
        [t("reward.proof.taken"), t(proof.wasUsed ? "reward.proof.wasUsed" : "reward.proof.unused")],
      ];
  }
}

/** Of our own books: points and credits are counted, money has its decimals. */
function amountWords(
  { unit, amount }: { unit: string; amount: string },
  t: Speech["t"],
  format: Speech["format"],
): string {
  if (unit === "POINTS") return t("reward.gives.points", { points: Number(amount) });
  if (unit === "CREDITS") return t("reward.gives.credits", { credits: Number(amount) });
  return format.money(toDecimal(BigInt(amount), unit), unit);
}
