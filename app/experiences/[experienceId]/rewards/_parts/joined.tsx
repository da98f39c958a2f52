import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { Joining, Rung } from "#lib/rewards/index.ts";
import { giftOf } from "../../_home/views.ts";
import { RewardCode } from "../../_ladder/reward-code.tsx";
import { stateWords } from "../../_ladder/state-words.ts";
import styles from "./joined.module.css";

type Props = { joining: Joining | null; rungs: readonly (Rung & { gift: string })[]; speech: Speech };

/** "As Kai's friend you got 20 % off": what joining through a link brought, and where it is. */
export function Joined({ joining, rungs, speech }: Props) {
  const { t, format, say } = speech;
  const name = joining?.by.name ?? null;
  const discount = joining?.discount ?? null;
  return (
    <Card
      title={name === null ? t("member.joined.titleSomebody") : t("member.joined.title", { name })}
      hint={joining === null ? undefined : t("member.joined.on", { at: format.day(joining.joinedAt) })}
      id="joined"
    >
      <ul className={styles.gifts}>
        {discount === null ? null : (
          <li className={styles.gift}>
            <Icon name="check" />
            <div>
              <p className={styles.name}>{giftOf(discount.reward, speech)}</p>
              <p className={styles.hint}>
                {t("member.joined.discount", { at: format.day(discount.paidAt) })}
              </p>
            </div>
          </li>
        )}
        {rungs.map((rung) => (
          <li key={rung.redemptionId ?? rung.rewardId} className={styles.gift}>
            <Icon name={rung.state === "delivered" ? "check" : "clock"} />
            <div>
              <p className={styles.name}>{rung.gift}</p>
              <p className={styles.hint}>{stateWords(rung, speech)}</p>
              {rung.reason ? <p className={styles.hint}>{say(rung.reason)}</p> : null}
              {rung.code === null ? null : <RewardCode code={rung.code} useUrl={rung.useUrl} />}
            </div>
          </li>
        ))}
      </ul>
      {discount === null && rungs.length === 0 ? (
        <p className={styles.hint}>{t("member.joined.nothing")}</p>
      ) : null}
    </Card>
  );
}
