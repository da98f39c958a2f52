import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Activity } from "#lib/audit/index.ts";
import { actionWords } from "./action-words.ts";
import styles from "./activity.module.css";
import { changesIn } from "./changes.ts";

type Props = { entry: Activity; companyId: string; speech: Speech };

/** Who did what to which thing, with what exactly changed behind it. */
export function Entry({ entry, companyId, speech: { t, format } }: Props) {
  const changes = changesIn(entry.details);
  const href = hrefOf(entry, companyId);
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={entry.at.toISOString()}>
        {format.time(entry.at)}
      </time>
      <div className={styles.words}>
        <p>
          <strong className={styles.actor}>
            {entry.actorKind === "system" ? "Referly" : entry.actorName}
          </strong>{" "}
          {actionWords(entry.action, t)}
          {href === null ? null : (
            <>
              {" "}
              <Link className={styles.open} href={href} prefetch={false}>
                {t("owner.activity.open")}
              </Link>
            </>
          )}
        </p>
        {changes.length === 0 ? null : (
          <details className={styles.details}>
            <summary>{t("owner.activity.details")}</summary>
            <dl className={styles.changes}>
              {changes.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}

function hrefOf({ subjectType, subjectId }: Activity, companyId: string): string | null {
  const dashboard = `/dashboard/${companyId}`;
  switch (subjectType) {
    case "referral":
      return `${dashboard}/referrals?open=${encodeURIComponent(subjectId)}`;
    case "reward":
      return `${dashboard}/rewards`;
    case "redemption":
      return `${dashboard}/rewards?view=given&open=${encodeURIComponent(subjectId)}`;
    case "fraud_case":
      return `${dashboard}/review`;
    case "company":
    case "rules":
      return `${dashboard}/settings`;
    default:
      return null;
  }
}
