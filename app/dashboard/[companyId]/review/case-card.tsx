import Link from "next/link";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { FraudCase } from "#lib/fraud/index.ts";
import { DecideCase } from "./decide-case.tsx";
import { Findings } from "./findings.tsx";
import styles from "./review.module.css";

type Props = {
  fraudCase: FraudCase;
  /** The trust score of who referred. */
  trust: number | null;
  companyId: string;
  speech: Speech;
};

/** Who brought whom, what speaks against it, and the decision. */
export function CaseCard({ fraudCase, trust, companyId, speech }: Props) {
  const { t } = speech;
  const { referrer, referred } = fraudCase;
  return (
    <article
      className={styles.case}
      aria-label={t("owner.review.who", { referrer: referrer.name, referred: referred.name })}
    >
      <header className={styles.head}>
        <p className={styles.people}>
          <span className={styles.person}>
            <Avatar name={referrer.name} url={referrer.avatarUrl} size={28} />
            <strong>{referrer.name}</strong>
          </span>
          <span className={styles.arrow}>
            <Icon name="forward" size={14} />
          </span>
          <span className={styles.person}>
            <Avatar name={referred.name} url={referred.avatarUrl} size={28} />
            <strong>{referred.name}</strong>
          </span>
        </p>
        <p className={styles.score}>
          {t("owner.review.score", { score: fraudCase.score })}
          {trust === null ? null : (
            <>
              {" · "}
              <Link href={`/dashboard/${companyId}/members?open=${referrer.userId}#trust`} prefetch={false}>
                {t("trust.short", { score: trust })}
              </Link>
            </>
          )}
        </p>
      </header>
      <Findings findings={fraudCase.findings} speech={speech} />
      <footer className={styles.foot}>
        <p className={styles.hint}>
          {standingOf(fraudCase, speech)}{" "}
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

/** Since when it waits, or who decided it and why; a case that ended by itself has nobody's name on it. */
function standingOf(fraudCase: FraudCase, { t, format }: Speech): string {
  const { status, decidedAt, decidedBy, decisionReason } = fraudCase;
  if (decidedAt === null) return t("owner.review.since", { at: format.instant(fraudCase.openedAt) });
  const at = format.instant(decidedAt);
  if (decidedBy === null) return t("owner.review.endedByItself", { at });
  return t("owner.review.decided", { status, at, by: decidedBy, reason: decisionReason ?? "" });
}
