import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { ListedReward } from "#lib/rewards/index.ts";
import type { RewardOptions } from "../_form/options.ts";
import { giftOf } from "./gift.ts";
import { groupOf, groups } from "./groups.ts";
import styles from "./ladder.module.css";
import { NewReward } from "./ladder-actions.tsx";
import { Rung } from "./rung.tsx";

type Props = { rewards: readonly ListedReward[]; options: RewardOptions; speech: Speech };

/** All rewards by what they are for; what is archived below them, because members may still hold it. */
export function Ladder({ rewards, options, speech }: Props) {
  const { t } = speech;
  const live = rewards.filter(({ archivedAt }) => archivedAt === null);
  const archived = rewards.filter(({ archivedAt }) => archivedAt !== null);
  return (
    <>
      {live.length === 0 ? (
        <Card flush>
          <Empty icon="gift" title={t("owner.rewards.empty.title")} action={<NewReward options={options} />}>
            {t("owner.rewards.empty.text")}
          </Empty>
        </Card>
      ) : null}
      {groups.map((group) => {
        const found = live.filter((reward) => groupOf(reward) === group);
        if (found.length === 0) return null;
        return (
          <Card
            key={group}
            title={t(`owner.rewards.group.${group}.title`)}
            hint={t(`owner.rewards.group.${group}.hint`)}
            flush
          >
            <ol className={styles.ladder}>
              {found.map((reward) => (
                <Rung key={reward.id} reward={reward} options={options} speech={speech} />
              ))}
            </ol>
          </Card>
        );
      })}
      {archived.length === 0 ? null : (
        <details className={styles.archived}>
          <summary>{t("owner.rewards.archivedTitle", { count: archived.length })}</summary>
          <ul>
            {archived.map((reward) => (
              <li key={reward.id}>
                <Badge tone="neutral">{t("owner.rewards.archivedBadge")}</Badge>{" "}
                {t("owner.rewards.archivedLine", {
                  name: reward.name,
                  gift: giftOf(reward, options.products, speech),
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
