import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import list from "#app/_ui/list/points.module.css";
import { prizeName } from "../../../_campaign/campaign-words.ts";
import { BackLink } from "../../../_page/back-link.tsx";
import page from "../../../_page/part-page.module.css";
import styles from "./draw.module.css";
import { DrawCheck } from "./draw-check.tsx";
import type { DrawData } from "./read-draw.ts";

type Props = { data: DrawData; experienceId: string; speech: Speech };

const shownHolders = 100;
const steps = ["before", "tickets", "draw", "out"] as const;

export function DrawPage({ data: { card, draw }, experienceId, speech }: Props) {
  const { t, format } = speech;
  const { campaign, prizes } = card;
  const hasDraw = prizes.some(({ kind }) => kind === "raffle");
  return (
    <main className={page.page}>
      <BackLink href={`/experiences/${experienceId}/campaigns/${campaign.id}`}>{campaign.name}</BackLink>
      <h1 className={page.title}>{t("member.campaign.draw.title")}</h1>
      <p className={page.lead}>{t(hasDraw ? "member.campaign.draw.lead" : "member.campaign.draw.none")}</p>
      <div className={page.parts}>
        <Card>
          <ul className={list.points}>
            {steps.map((step) => (
              <li key={step}>{t(`member.campaign.draw.how.${step}`)}</li>
            ))}
          </ul>
          <dl className={styles.proof}>
            <div>
              <dt>{t("member.campaign.draw.hash")}</dt>
              <dd>
                <code>{draw.seedHash}</code>
              </dd>
            </div>
            <div>
              <dt>{t("member.campaign.draw.seed")}</dt>
              <dd>
                {draw.seed === null ? (
                  t("member.campaign.draw.notYet", { at: format.instant(campaign.settlesAt) })
                ) : (
                  <code>{draw.seed}</code>
                )}
              </dd>
            </div>
          </dl>
          {draw.seed === null || draw.raffles.length === 0 ? null : (
            <DrawCheck experienceId={experienceId} campaignId={campaign.id} />
          )}
        </Card>
        {draw.raffles.map((raffle) => {
          const prize = prizes[raffle.prize];
          const name = prize === undefined ? "" : prizeName(prize, speech);
          const nameOf = (of: { name: string | null }) => of.name ?? t("member.board.hidden");
          return (
            <Card key={raffle.prize} title={t("member.campaign.draw.prize", { prize: name })}>
              {raffle.draws.length === 0 ? <p>{t("member.campaign.draw.noTickets")}</p> : null}
              <ol className={styles.draws}>
                {raffle.draws.map((one) => (
                  <li key={one.draw}>
                    <strong>{nameOf(one)}</strong>
                    <span>
                      {t("member.campaign.draw.draw")} {one.draw} · {t("member.campaign.draw.ticket")}{" "}
                      {t("member.campaign.draw.ofTickets", {
                        ticket: format.number(one.ticket),
                        tickets: format.number(one.tickets),
                      })}
                    </span>
                  </li>
                ))}
              </ol>
              {raffle.tickets.length === 0 ? null : (
                <details className={styles.holders}>
                  <summary>{t("member.campaign.draw.holders")}</summary>
                  <ol>
                    {raffle.tickets.slice(0, shownHolders).map((holder) => (
                      <li key={holder.place}>
                        <span>{nameOf(holder)}</span>
                        <span>
                          {holder.first === holder.last
                            ? format.number(holder.first)
                            : `${format.number(holder.first)} – ${format.number(holder.last)}`}
                        </span>
                      </li>
                    ))}
                  </ol>
                  {raffle.tickets.length <= shownHolders ? null : (
                    <p>
                      {t("member.campaign.draw.moreHolders", {
                        count: raffle.tickets.length - shownHolders,
                      })}
                    </p>
                  )}
                </details>
              )}
            </Card>
          );
        })}
      </div>
    </main>
  );
}
