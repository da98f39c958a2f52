import Link from "next/link";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { FraudCase } from "#lib/fraud/index.ts";
import { DecideCase } from "./decide-case.tsx";
import { Findings } from "./findings.tsx";
import styles from "./review.module.css";

type Props = { fraudCase: FraudCase; companyId: string; speech: Speech };

/** Who brought whom, what speaks against it, and the decision. */
export function CaseCard({ fraudCase, companyId, speech }: Props) {
  const { t, format } = speech;
  const { referrer, referred } = fraudCase;
  return (
    <article
      className={styles.case}
      aria-label={t("owner.review.who", { referrer: referrer.name, referred: referred.name })}
    >
      <header className={styles.head}>
        <p className={styles.people}>
          <Avatar name={referrer.name} url={referrer.avatarUrl} size={28} />
          <strong>{referrer.name}</strong>
          <span className={styles.arrow}>
            <Icon name="forward" size={14} />
          </span>
          <Avatar name={referred.name} url={referred.avatarUrl} size={28} />
          <strong>{referred.name}</strong>
        </p>
        <p className={styles.score}>{t("owner.review.score", { score: fraudCase.score })}</p>
      </header>
      <Findings findings={fraudCase.findings} speech={speech} />
      <footer className={styles.foot}>
        <p className={styles.hint}>
          {fraudCase.decidedAt === null
            ? t("owner.review.since", { at: format.instant(fraudCase.openedAt) })
            : t("owner.review.decided", {
                status: t(`owner.review.status.${fraudCase.status}`),
                at: format.instant(fraudCase.decidedAt),
                by: fraudCase.decidedBy ?? t("owner.review.team"),
                reason: fraudCase.decisionReason ?? "",
              })}{" "}
          <Link href={`/dashboard/${companyId}/referrals?open=${fraudCase.referralId}`} prefetch={false}>
            {t("owner.review.trace")}
          </Link>
        </p>
        {fraudCase.status === "open" ? (
          <DecideCase
            companyId={companyId}
            caseId={fraudCase.id}
            referrer={referrer.name}
            referred={referred.name}
          />
        ) : null}
      </footer>
    </article>
  );
}
