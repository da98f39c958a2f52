import Link from "next/link";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Activity } from "#lib/audit/index.ts";
import { actionWords } from "./action-words.ts";
import styles from "./activity.module.css";
import { fieldWords, reasonWords, valueWords } from "./change-words.ts";
import { changesIn, type Value } from "./changes.ts";
import type { About } from "./read-activity.ts";

type Props = { entry: Activity & { about: About }; companyId: string; speech: Speech };

/** Who did what to which thing, with what exactly changed behind it. */
export function Entry({ entry, companyId, speech }: Props) {
  const { t, format } = speech;
  const changes = changesIn(entry.action, entry.details);
  const href = hrefOf(entry, companyId);
  const about = aboutWords(entry.about, t) ?? (href === null ? null : t("owner.activity.open"));
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={entry.at.toISOString()}>
        {format.time(entry.at)}
      </time>
      <div className={styles.words}>
        <div className={styles.line}>
          <p>
            <strong className={styles.actor}>
              {entry.actorKind === "system" ? "Referly" : entry.actorName}
            </strong>{" "}
            {actionWords(entry, t)}
          </p>
          {about === null ? null : (
            <p className={styles.about}>
              {href === null ? (
                about
              ) : (
                <Link className={styles.open} href={href} prefetch={false}>
                  {about}
                </Link>
              )}
            </p>
          )}
        </div>
        {changes.length === 0 ? null : (
          <details className={styles.details}>
            <summary>{t("owner.activity.details")}</summary>
            <dl className={styles.changes}>
              {changes.map(({ name, value }) => (
                <div key={name}>
                  <dt>{fieldWords(name, t)}</dt>
                  <dd>{wordsFor(entry, name, value, speech)}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}

function wordsFor({ about, action }: Props["entry"], name: string, value: Value, speech: Speech): string {
  const isReason = name === "reason" && action === "referral.cancelled" && about?.kind === "referral";
  return (isReason && reasonWords(value.after, about.referred, speech.t)) || valueWords(name, value, speech);
}

function aboutWords(about: About, t: Speech["t"]): string | null {
  switch (about?.kind) {
    case "referral":
      return t("owner.activity.brought", { referred: about.referred, referrer: about.referrer });
    case "redemption":
      return t("owner.activity.earned", {
        reward: about.reward,
        name: about.name ?? t("owner.activity.somebody"),
      });
    case "payout":
      return t("payouts.name", { number: about.number });
    case "named":
      return about.name;
    default:
      return null;
  }
}

function hrefOf({ subjectType, subjectId, details }: Activity, companyId: string): string | null {
  const dashboard = `/dashboard/${companyId}`;
  switch (subjectType) {
    case "referral":
      return `${dashboard}/referrals?open=${encodeURIComponent(subjectId)}`;
    case "campaign":
      return `${dashboard}/campaigns/${encodeURIComponent(subjectId)}`;
    case "reward":
      return `${dashboard}/rewards`;
    case "redemption":
      return `${dashboard}/rewards?view=given&open=${encodeURIComponent(subjectId)}`;
    case "affiliate":
      return `${dashboard}/affiliates/${encodeURIComponent(subjectId)}`;
    case "commission_plan":
      return `${dashboard}/affiliates/plans`;
    case "payout":
      return `${dashboard}/payouts/${encodeURIComponent(subjectId)}`;
    case "payout_item":
      return `${dashboard}/payouts/${encodeURIComponent(String(details.payoutId))}?item=${encodeURIComponent(subjectId)}`;
    case "product":
      return `${dashboard}/settings#products`;
    case "company":
    case "rules":
      return `${dashboard}/settings`;
    case "webhook":
    case "job":
      return `${dashboard}/health`;
    default:
      return null;
  }
}
