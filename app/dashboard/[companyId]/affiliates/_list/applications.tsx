import Link from "next/link";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ListedAffiliate } from "#lib/affiliates/index.ts";
import { Decide } from "../_decide/decide.tsx";
import type { PlanChoice } from "../_decide/plan-choice.ts";
import styles from "./applications.module.css";

type Props = {
  /** Those that have waited longest. */
  applications: readonly ListedAffiliate[];
  /** How many wait in all. */
  count: number;
  companyId: string;
  plans: readonly PlanChoice[];
  speech: Speech;
};

/** Who asks to earn commissions, in their own words, and the answer. */
export function Applications({ applications, count, companyId, plans, speech: { t, format } }: Props) {
  const all =
    count > applications.length ? (
      <Link
        className={styles.all}
        href={`/dashboard/${companyId}/affiliates?status=applied`}
        prefetch={false}
      >
        {t("affiliates.applications.all")}
      </Link>
    ) : null;
  return (
    <Card title={t("affiliates.applications.title", { count })} action={all} flush>
      <ul>
        {applications.map(({ id, member, application, appliedAt }) => (
          <li key={id} className={styles.application}>
            <Avatar name={member.name} url={member.avatarUrl} size={32} />
            <div className={styles.words}>
              <p>
                <Link
                  className={styles.name}
                  href={`/dashboard/${companyId}/affiliates/${id}`}
                  prefetch={false}
                >
                  {member.name}
                </Link>{" "}
                <span className={styles.since}>{format.ago(appliedAt)}</span>
              </p>
              <p className={application === null ? styles.since : undefined}>
                {application ?? t("affiliates.applications.nothing")}
              </p>
            </div>
            <Decide
              companyId={companyId}
              affiliate={{ id, userId: member.userId, name: member.name, status: "applied", planId: null }}
              plans={plans}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
