import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Trace } from "#app/_ui/referral/trace.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import type { ReferralTrace } from "#lib/referrals/index.ts";
import styles from "./trace-sheet.module.css";

type Props = { trace: ReferralTrace; companyId: string; closeHref: string; speech: Speech };

/** The whole story of one referred person, with what the team can do about it. */
export function TraceSheet({ trace, companyId, closeHref, speech }: Props) {
  const { t } = speech;
  const review =
    trace.state === "provisional" ? (
      <Link key="review" href={`/dashboard/${companyId}/review`}>
        {t("owner.referrals.toReview")}
      </Link>
    ) : null;
  return (
    <SideSheet title={trace.referred.name} closeHref={closeHref}>
      <div className={styles.sheet}>
        <Facts
          facts={[
            [t("owner.referrals.by"), trace.referrer?.name ?? t("owner.referrals.nobody")],
            [t("owner.nav.review"), review],
          ]}
        />
        <Trace trace={trace} speech={speech} />
      </div>
    </SideSheet>
  );
}
