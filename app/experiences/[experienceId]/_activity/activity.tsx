import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { referralTones } from "#app/_ui/referral/referral-tones.ts";
import { referralWords } from "#app/_ui/referral/referral-words.ts";
import type { ReferralPage } from "#lib/referrals/index.ts";
import { type Asked, addressOf } from "../_home/asked-for.ts";
import styles from "./activity.module.css";
import { Steps } from "./steps.tsx";

type Props = { page: ReferralPage; here: string; asked: Asked; speech: Speech };

/** Each person brought: how far they have come, and why they count or do not. */
export function Activity({ page, here, asked, speech }: Props) {
  const { t, format } = speech;
  const after = (cursor?: string) =>
    `${addressOf(here, { ...asked, after: cursor, trace: undefined })}#activity`;
  return (
    <Card title={t("member.activity.title")} id="activity" flush>
      {page.referrals.length === 0 ? (
        <Empty icon="people" title={t("member.activity.empty.title")}>
          {t("member.activity.empty.text")}
        </Empty>
      ) : (
        <ul>
          {page.referrals.map((referral) => (
            <li key={referral.id} className={styles.item}>
              <div className={styles.head}>
                <Link
                  className={styles.name}
                  href={addressOf(here, { ...asked, trace: referral.id })}
                  scroll={false}
                  prefetch={false}
                  aria-label={t("member.activity.open", { name: referral.referred.name })}
                >
                  {referral.referred.name}
                </Link>
                <Badge tone={referralTones[referral.state]}>{t(`referral.state.${referral.state}`)}</Badge>
              </div>
              <Steps referral={referral} t={t} />
              <p className={styles.why}>{referralWords(referral, speech)}</p>
              <time className={styles.at} dateTime={referral.signedUpAt.toISOString()}>
                {format.day(referral.signedUpAt)}
              </time>
            </li>
          ))}
        </ul>
      )}
      <Pager
        first={t("member.activity.latest")}
        next={t("member.activity.older")}
        firstHref={asked.after === undefined ? null : after()}
        nextHref={page.nextCursor ? after(page.nextCursor) : null}
      />
    </Card>
  );
}
