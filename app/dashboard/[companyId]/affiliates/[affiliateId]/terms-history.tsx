import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Timeline } from "#app/_ui/sheet/timeline.tsx";
import type { AffiliateDetails } from "#lib/affiliates/index.ts";

type Props = { affiliate: AffiliateDetails; speech: Speech };

/** What held for an affiliate and from when on: a referral keeps the terms under which it came. */
export function TermsHistory({ affiliate, speech: { t, format } }: Props) {
  if (affiliate.terms.length === 0) return null;
  return (
    <Card title={t("affiliates.history.title")} hint={t("affiliates.history.hint")}>
      <Timeline
        items={affiliate.terms.map(({ since, isActive, planName }, place) => ({
          key: since.toISOString(),
          title: t(isActive ? "affiliates.history.active" : "affiliates.history.suspended", {
            plan: planName,
          }),
          tone: place > 0 ? "neutral" : isActive ? "success" : "danger",
          at: {
            text: t("affiliates.history.since", { at: format.instant(since) }),
            iso: since.toISOString(),
          },
        }))}
      />
    </Card>
  );
}
