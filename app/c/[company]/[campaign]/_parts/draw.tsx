import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { CampaignPage } from "#lib/standings/index.ts";
import styles from "./draw.module.css";

const steps = ["before", "tickets", "draw", "out"] as const;

/** How winners are drawn: the fingerprint from the beginning, the secret and the tickets drawn afterwards. */
export function Draw({ page, speech }: { page: CampaignPage; speech: Speech }) {
  const { t, format } = speech;
  const { campaign, prizes, winners } = page;
  if (!prizes.some(({ kind }) => kind === "raffle")) return null;
  const { raffleSeed, raffleSeedHash, settlesAt } = campaign;
  const drawn = winners.flatMap(({ found, name }) => (found.by === "raffle" ? [{ ...found, name }] : []));
  return (
    <Card title={t("campaignPage.draw.title")} hint={t("campaignPage.draw.lead")} id="draw">
      <dl className={styles.proof}>
        <div>
          <dt>{t("member.campaign.draw.hash")}</dt>
          <dd>
            <code>{raffleSeedHash}</code>
          </dd>
        </div>
        <div>
          <dt>{t("member.campaign.draw.seed")}</dt>
          <dd>
            {raffleSeed === null ? (
              t("member.campaign.draw.notYet", { at: format.instant(settlesAt) })
            ) : (
              <code>{raffleSeed}</code>
            )}
          </dd>
        </div>
      </dl>
      {drawn.length === 0 ? null : (
        <ul className={styles.drawn}>
          {drawn.map(({ draw, ticket, tickets, name }) => (
            <li key={`${draw} ${ticket}`}>
              {t("campaignPage.draw.drawn", {
                draw,
                ticket: format.number(ticket),
                tickets: format.number(tickets),
                name: name ?? t("campaignPage.prizes.unnamed", { count: 1 }),
              })}
            </li>
          ))}
        </ul>
      )}
      <details className={styles.how}>
        <summary>{t("member.campaign.prizes.drawn")}</summary>
        <ol>
          {steps.map((step) => (
            <li key={step}>{t(`member.campaign.draw.how.${step}`)}</li>
          ))}
        </ol>
      </details>
    </Card>
  );
}
