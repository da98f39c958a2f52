import type { DataStanding } from "#lib/privacy/index.ts";
import { Live } from "../action/live.tsx";
import { moneyWords } from "../i18n/money-words.ts";
import type { Speech } from "../i18n/request.ts";
import { Points } from "../list/points.tsx";
import { Notice } from "../notice/notice.tsx";
import { EraseButton } from "./erase-button.tsx";
import type { EraseProps } from "./erase-dialog.tsx";
import styles from "./erasure.module.css";

type Props = Pick<EraseProps, "whose" | "name" | "path" | "scope"> & {
  standing: DataStanding;
  speech: Speech;
};

const goes = ["profile", "links", "texts", "ties"] as const;
const stays = ["sums", "books", "mark"] as const;

/** What erasing somebody means, the way to it, and how far it is. */
export function Erasure({ standing, speech, ...subject }: Props) {
  const { t, format } = speech;
  const { erasure, obstacle } = standing;
  const { whose } = subject;
  const say = `privacy.${whose}.erase` as const;
  const at = erasure.at === null ? "" : format.instant(erasure.at);
  if (erasure.state === "done")
    return (
      <Notice tone="neutral" title={t(`${say}.done.title`)}>
        {t(`${say}.done.text`, { at })}
      </Notice>
    );
  if (erasure.state === "under_way")
    return (
      <div role="status">
        <Notice tone="accent" title={t(`${say}.underWay.title`)}>
          {t(`${say}.underWay.text`)}
        </Notice>
        <Live />
      </div>
    );
  const unpaid = standing.unpaid.map(({ amountMinor, currency }) =>
    moneyWords(format, { minor: amountMinor, currency }),
  );
  const amount = unpaid.length === 0 ? null : format.list(unpaid);
  return (
    <div className={styles.erasure}>
      {erasure.state === "late" ? (
        <Notice tone="warning" title={t(`${say}.late.title`)}>
          {t(`${say}.late.text`, { at })}
        </Notice>
      ) : null}
      <div className={styles.lists}>
        <section>
          <h3 className={styles.title}>{t(`${say}.goesTitle`)}</h3>
          <Points dense>
            {goes.map((one) => (
              <li key={one}>{t(`${say}.goes.${one}`)}</li>
            ))}
          </Points>
        </section>
        <section>
          <h3 className={styles.title}>{t(`${say}.staysTitle`)}</h3>
          <Points dense>
            {stays.map((one) => (
              <li key={one}>{t(`${say}.stays.${one}`)}</li>
            ))}
          </Points>
        </section>
      </div>
      {obstacle === null ? (
        <>
          {amount === null ? null : <Notice tone="warning">{t(`${say}.unpaid`, { amount })}</Notice>}
          <div>
            <EraseButton {...subject} unpaid={amount} />
          </div>
        </>
      ) : (
        <Notice tone="neutral">{t(`${say}.obstacle.${obstacle}`)}</Notice>
      )}
    </div>
  );
}
