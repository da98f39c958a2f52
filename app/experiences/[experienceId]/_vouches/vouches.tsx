import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Voucher } from "#app/_ui/trust/voucher.tsx";
import { WithdrawVouch } from "#app/_ui/trust/withdraw-vouch.tsx";
import page from "../_page/part-page.module.css";
import type { OwnTrust } from "./read-trust.ts";
import { VouchFor } from "./vouch-for.tsx";
import styles from "./vouches.module.css";

type Props = { trust: OwnTrust; experienceId: string; speech: Speech };

/** Those who vouch for the member, and those the member vouches for. */
export function Vouches({ trust: { level, received, given }, experienceId, speech }: Props) {
  const { t } = speech;
  return (
    <div className={page.parts}>
      <Card title={t("trust.mine.received")} hint={t(`trust.level.${level}`)} id="received">
        {received.length === 0 ? (
          <p className={styles.none}>{t("trust.mine.none")}</p>
        ) : (
          <ul>
            {received.map((vouch) => (
              <Voucher key={vouch.id} vouch={vouch} speech={speech} />
            ))}
          </ul>
        )}
      </Card>
      <Card title={t("trust.mine.given")} hint={t("trust.mine.text")} id="given">
        <div className={styles.given}>
          {given.length === 0 ? (
            <p className={styles.none}>{t("trust.mine.givenNone")}</p>
          ) : (
            <ul>
              {given.map((vouch) => (
                <Voucher key={vouch.id} vouch={vouch} speech={speech}>
                  <WithdrawVouch
                    vouchId={vouch.id}
                    scope={{ experienceId }}
                    text={t("trust.mine.withdraw")}
                    label={t("trust.mine.withdrawFor", { name: vouch.name ?? t("trust.hidden") })}
                  />
                </Voucher>
              ))}
            </ul>
          )}
          <VouchFor experienceId={experienceId} />
        </div>
      </Card>
    </div>
  );
}
