import type { Speech } from "#app/_ui/i18n/request.ts";
import { TrustParts } from "#app/_ui/trust/trust-parts.tsx";
import { Voucher } from "#app/_ui/trust/voucher.tsx";
import { WithdrawVouch } from "#app/_ui/trust/withdraw-vouch.tsx";
import type { Trust } from "#lib/trust/index.ts";
import styles from "./member-sheet.module.css";
import { VouchButton } from "./vouch-button.tsx";

type Props = { trust: Trust; companyId: string; speech: Speech };

/** How far the member's referrals can be trusted, why, and who vouches for them. */
export function TrustPart({ trust, companyId, speech }: Props) {
  const { t } = speech;
  const { userId, score, parts, vouches } = trust;
  return (
    <section className={styles.part} id="trust">
      <h2 className={styles.title}>{t("trust.title")}</h2>
      {score === null || parts === null ? null : <TrustParts score={score} parts={parts} speech={speech} />}
      {vouches.length === 0 ? (
        <p className={styles.hint}>{t("trust.nobody")}</p>
      ) : (
        <ul aria-label={t("trust.vouchedBy")}>
          {vouches.map((vouch) => (
            <Voucher key={vouch.id} vouch={vouch} speech={speech}>
              {vouch.kind === "community" && !vouch.isAutomatic ? (
                <WithdrawVouch
                  vouchId={vouch.id}
                  scope={{ companyId }}
                  text={t("trust.team.withdraw")}
                  label={t("trust.mine.withdrawFor", { name: vouch.name ?? t("trust.community") })}
                />
              ) : null}
            </Voucher>
          ))}
        </ul>
      )}
      {vouches.some(({ isMine }) => isMine) ? null : <VouchButton companyId={companyId} userId={userId} />}
    </section>
  );
}
