import type { Secrets } from "../core/secrets.ts";
import type { WhopPromoCode } from "../whop/platform.ts";
import type { PromoCodeRequest } from "./delivery.ts";
import type { RewardData } from "./reward-data.ts";

/** No 0, 1, I, L, O, U: read aloud and typed without mistakes. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 11;

/** Always the same code for the same redemption, and nobody else can work it out. */
export function promoCodeText(secrets: Secrets, companyId: string, redemptionId: string): string {
  let rest = BigInt.asUintN(64, secrets.hash64("reward-code", `${companyId}:${redemptionId}`));
  const base = BigInt(ALPHABET.length);
  let text = "";
  for (let position = 0; position < LENGTH; position += 1) {
    text += ALPHABET.charAt(Number(rest % base));
    rest /= base;
  }
  return `REF${text}`;
}

/**
 * A discount is a promo code for one use. So is an unlocked product: with an app's key Whop (SDK 0.0.42) has
 * no call that gives a person a membership, so they get a code of 100 % that is good for this product alone
 * and once, and redeem it at the product's checkout.
 */
export function promoCodeRequest(
  data: Extract<RewardData, { type: "discount" | "product_unlock" | "free_event" }>,
  code: string,
): PromoCodeRequest {
  if (data.type !== "discount") {
    const everything = { kind: "percentage", amountOff: 100, currency: "USD", newUsersOnly: false } as const;
    // An event is paid for once.
    const durationMonths = data.type === "product_unlock" ? data.durationMonths : 1;
    return { code, ...everything, productId: data.productId, durationMonths };
  }
  const { kind, amountOff, currency, durationMonths, newUsersOnly, productId, planIds } = data;
  return {
    code,
    kind,
    amountOff,
    currency,
    durationMonths,
    newUsersOnly,
    ...(productId === undefined ? {} : { productId }),
    ...(planIds === undefined ? {} : { planIds }),
  };
}

/** Whether a code found on Whop is the one we asked for, and not one that somebody made for another purpose. */
export function isOurs(found: WhopPromoCode, asked: PromoCodeRequest): boolean {
  const sameAmount =
    found.amountOff === asked.amountOff ||
    // Newer versions of Whop's API read a percentage back as a fraction.
    (asked.kind === "percentage" && Math.abs(found.amountOff * 100 - asked.amountOff) < 1e-9);
  return (
    found.code.toLowerCase() === asked.code.toLowerCase() &&
    found.kind === asked.kind &&
    sameAmount &&
    found.productId === (asked.productId ?? null)
  );
}
