import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { AffiliateDetails } from "#lib/affiliates/index.ts";

type Props = { affiliate: AffiliateDetails; speech: Speech };

/** What the member asked, and what the team answered, as far as it still matters. */
export function Standing({ affiliate, speech: { t, format, say } }: Props) {
  const { status, application, decisionNote, decidedAt, appliedAt } = affiliate;
  return (
    <>
      {(status === "suspended" || status === "declined") && decidedAt !== null ? (
        <Notice
          tone={status === "suspended" ? "warning" : "neutral"}
          title={t(`affiliates.standing.${status}`, { at: format.day(decidedAt) })}
        >
          {decisionNote && say(decisionNote)}
        </Notice>
      ) : null}
      {status === "applied" ? (
        <Card title={t("affiliates.standing.application", { at: format.day(appliedAt) })}>
          <p>{application ?? t("affiliates.applications.nothing")}</p>
        </Card>
      ) : null}
    </>
  );
}
