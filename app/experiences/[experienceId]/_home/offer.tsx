import type { Speech } from "#app/_ui/i18n/request.ts";
import styles from "./offer.module.css";

export type OfferView = {
  /** What a friend gets, in the owner's words: "20 % off the first month". */
  friend: string | null;
  /** What the member gets next, and for how many referrals in all. */
  gift: string | null;
  threshold: number;
  /** Referrals that are still missing. */
  remaining: number;
  /** It comes with each one. */
  isEach: boolean;
  /** There are rewards, and this member has reached all of them. */
  isComplete: boolean;
};

/** The offer for both sides, in one breath. */
export function Offer({ offer, community, t }: { offer: OfferView; community: string } & Pick<Speech, "t">) {
  return (
    <h1 className={styles.offer}>
      {offer.friend === null ? null : `${t("member.offer.friend", { offer: withoutEnd(offer.friend) })} `}
      {mine(offer, community, t)}
    </h1>
  );
}

function mine(
  { gift, threshold, remaining, isEach, isComplete }: OfferView,
  community: string,
  t: Speech["t"],
): string {
  if (gift !== null && isEach) return t("member.offer.each", { gift });
  if (gift !== null && remaining < threshold) return t("member.offer.further", { count: remaining, gift });
  if (gift !== null) return t("member.offer.first", { count: threshold, gift });
  return isComplete ? t("member.offer.complete") : t("member.offer.none", { community });
}

/** The sentence around it has an end of its own. */
function withoutEnd(text: string): string {
  return text.replace(/[.!…\s]+$/, "");
}
