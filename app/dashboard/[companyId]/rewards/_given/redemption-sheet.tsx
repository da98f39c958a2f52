import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { redemptionTones } from "#app/_ui/reward/redemption-tones.ts";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import type { ListedRedemption } from "#lib/rewards/index.ts";
import type { ProductOption } from "../_form/options.ts";
import { giftOf } from "../_ladder/gift.ts";
import { Decide } from "./decide.tsx";
import { subjectOf } from "./decision-subject.ts";
import { DeliveryStory } from "./delivery-story.tsx";
import styles from "./redemption-sheet.module.css";

type Props = {
  redemption: ListedRedemption;
  /** The trust score of whose it is. */
  trust: number | null;
  products: readonly ProductOption[];
  speech: Speech;
  companyId: string;
};

/** One earned reward: where it stands, why, and every attempt to deliver it with its proof. */
export function RedemptionSheet({ redemption, trust, products, speech, companyId }: Props) {
  const { t, format, say } = speech;
  const { terms, grant, takeBack } = redemption;
  const held = [grant, takeBack].find((delivery) => delivery?.state === "held");
  return (
    <div className={styles.sheet}>
      <div className={styles.head}>
        <p className={styles.who}>{redemption.memberName}</p>
        <Badge tone={redemptionTones[redemption.status]}>{t(`reward.status.${redemption.status}`)}</Badge>
      </div>
      {held?.heldReason ? (
        <Notice tone="warning" title={t("owner.rewards.given.heldTitle")}>
          {say(held.heldReason)}
        </Notice>
      ) : null}
      {redemption.statusReason ? <Notice tone="neutral">{say(redemption.statusReason)}</Notice> : null}
      <Decide companyId={companyId} subject={subjectOf(redemption)} />
      <Facts
        facts={[
          [
            t("trust.title"),
            trust === null ? null : (
              <Link
                key="trust"
                href={`/dashboard/${companyId}/members?open=${redemption.userId}#trust`}
                prefetch={false}
              >
                {t("trust.of", { score: trust })}
              </Link>
            ),
          ],
          [t("owner.rewards.given.gives"), giftOf(terms, products, speech)],
          [
            t("owner.rewards.given.earned"),
            t("owner.rewards.given.earnedWith", {
              at: format.instant(redemption.earnedAt),
              count: redemption.earnedCount,
              threshold: terms.threshold,
            }),
          ],
          [
            t("owner.rewards.given.holdUntil"),
            terms.holdDays === 0 ? null : format.instant(redemption.payableAt),
          ],
          [
            t("owner.rewards.given.approvedAt"),
            redemption.approvedAt && format.instant(redemption.approvedAt),
          ],
          [t("owner.rewards.given.grantedAt"), redemption.grantedAt && format.instant(redemption.grantedAt)],
          [t("owner.rewards.given.claimedAt"), redemption.claimedAt && format.instant(redemption.claimedAt)],
          [t("owner.rewards.given.expiresAt"), redemption.expiresAt && format.instant(redemption.expiresAt)],
          [
            t("owner.rewards.given.cancelledAt"),
            redemption.cancelledAt && format.instant(redemption.cancelledAt),
          ],
          [t("owner.rewards.given.note"), redemption.note],
        ]}
      />
      {grant ? (
        <DeliveryStory title={t("owner.rewards.given.delivery")} delivery={grant} speech={speech} />
      ) : null}
      {takeBack ? (
        <DeliveryStory title={t("owner.rewards.given.takeBack")} delivery={takeBack} speech={speech} />
      ) : null}
    </div>
  );
}
