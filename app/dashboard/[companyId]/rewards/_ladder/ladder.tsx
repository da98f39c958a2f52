import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { ListedReward } from "#lib/rewards/index.ts";
import type { Defaults } from "./draft.ts";
import { giftOf } from "./gift.ts";
import styles from "./ladder.module.css";
import { NewReward, RewardActions } from "./ladder-actions.tsx";
import type { ProductOption } from "./reward-dialog.tsx";
import { termsIn } from "./terms.ts";

type Props = {
  companyId: string;
  rewards: readonly ListedReward[];
  defaults: Defaults;
  products: readonly ProductOption[];
  speech: Speech;
};

/** The milestones, nearest first; what is archived below them, because members may still hold it. */
export function Ladder({ companyId, rewards, defaults, products, speech }: Props) {
  const { t, format } = speech;
  const live = rewards.filter(({ archivedAt }) => archivedAt === null);
  const archived = rewards.filter(({ archivedAt }) => archivedAt !== null);
  const gift = (reward: ListedReward) => giftOf(reward, products, speech);
  /** Something of one's own is what it says to the member. */
  const given = (reward: ListedReward) =>
    reward.data.type === "custom" ? reward.data.instructions : gift(reward);
  return (
    <>
      <Card flush>
        {live.length === 0 ? (
          <Empty
            icon="gift"
            title={t("owner.rewards.empty.title")}
            action={<NewReward companyId={companyId} defaults={defaults} products={products} />}
          >
            {t("owner.rewards.empty.text")}
          </Empty>
        ) : (
          <ol className={styles.ladder}>
            {live.map((reward) => (
              <li key={reward.id} className={styles.rung}>
                <p className={styles.threshold}>
                  <strong>{format.number(reward.threshold)}</strong>
                  <span>{t("owner.rewards.referrals", { count: reward.threshold })}</span>
                </p>
                <div className={styles.words}>
                  <h2 className={styles.name}>{reward.name}</h2>
                  {given(reward) === reward.name ? null : <p className={styles.gift}>{given(reward)}</p>}
                  <p className={styles.terms}>{termsIn(reward, speech).join(" · ")}</p>
                  <Outcome reward={reward} companyId={companyId} speech={speech} />
                </div>
                <div className={styles.actions}>
                  <RewardActions
                    companyId={companyId}
                    reward={reward}
                    defaults={defaults}
                    products={products}
                  />
                </div>
              </li>
            ))}
          </ol>
        )}
      </Card>
      {archived.length === 0 ? null : (
        <details className={styles.archived}>
          <summary>{t("owner.rewards.archivedTitle", { count: archived.length })}</summary>
          <ul>
            {archived.map((reward) => (
              <li key={reward.id}>
                <Badge tone="neutral">{t("owner.rewards.archivedBadge")}</Badge>{" "}
                {t("owner.rewards.archivedLine", {
                  name: reward.name,
                  count: reward.threshold,
                  gift: gift(reward),
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Outcome({
  reward,
  companyId,
  speech: { t },
}: {
  reward: ListedReward;
  companyId: string;
  speech: Speech;
}) {
  const { granted = 0, claimed = 0, pending = 0, approved = 0, held = 0, failed = 0 } = reward.redemptions;
  const given = granted + claimed;
  const waiting = pending + approved + held + failed;
  if (given + waiting === 0) return null;
  return (
    <p className={styles.outcome}>
      <Link href={`/dashboard/${companyId}/rewards?view=given`} prefetch={false}>
        {t("owner.rewards.outcome", { given, waiting })}
      </Link>
    </p>
  );
}
