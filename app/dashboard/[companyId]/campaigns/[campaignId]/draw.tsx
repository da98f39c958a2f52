import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Table } from "#app/_ui/table/table.tsx";
import type { Campaign } from "#lib/campaigns/index.ts";
import type { CampaignDraw } from "#lib/standings/index.ts";
import styles from "./result.module.css";

type Props = {
  campaign: Pick<Campaign, "terms">;
  draw: CampaignDraw;
  nameOf: (rewardId: string) => string;
  speech: Speech;
};

/** Everything it takes to draw the winners again. */
export function Draw({ campaign, draw, nameOf, speech }: Props) {
  const { t, format } = speech;
  const { seed, seedHash, raffles } = draw;
  return (
    <Card title={t("owner.campaigns.draw.title")} hint={t("owner.campaigns.draw.hint")}>
      <div className={styles.draw}>
        <dl className={styles.seeds}>
          <Value
            name={t("owner.campaigns.draw.hash")}
            value={seedHash}
            copy={t("owner.campaigns.draw.copyHash")}
          />
          {seed === null ? (
            <div>
              <dt>{t("owner.campaigns.draw.seed")}</dt>
              <dd>{t("owner.campaigns.draw.secret")}</dd>
            </div>
          ) : (
            <Value
              name={t("owner.campaigns.draw.seed")}
              value={seed}
              copy={t("owner.campaigns.draw.copySeed")}
            />
          )}
        </dl>
        <details>
          <summary className={styles.summary}>{t("owner.campaigns.draw.check")}</summary>
          <ol className={styles.steps}>
            {(["one", "two", "three", "four"] as const).map((step) => (
              <li key={step}>{t(`owner.campaigns.draw.step.${step}`)}</li>
            ))}
          </ol>
        </details>
        {raffles.map(({ prize, tickets, draws }) => (
          <section key={prize} className={styles.raffle}>
            <h3 className={styles.title}>
              {t("owner.campaigns.draw.of", {
                prize: nameOf(campaign.terms.prizes[prize]?.rewardId ?? ""),
                number: prize,
              })}
            </h3>
            <ul className={styles.draws}>
              {draws.map(({ draw: number, name, ticket, tickets: of }) => (
                <li key={number}>
                  {t("owner.campaigns.draw.drawn", {
                    draw: number,
                    name: name ?? "",
                    ticket: format.number(ticket),
                    tickets: format.number(of),
                  })}
                </li>
              ))}
            </ul>
            <details>
              <summary className={styles.summary}>
                {t("owner.campaigns.draw.tickets", { count: tickets.at(-1)?.last ?? 0 })}
              </summary>
              <Table
                columns={[
                  { head: t("owner.campaigns.draw.place"), cell: ({ place }) => format.number(place) },
                  { head: t("owner.campaigns.draw.holder"), cell: ({ name }) => name ?? "" },
                  {
                    head: t("owner.campaigns.draw.numbers"),
                    place: "count",
                    cell: ({ first, last }) =>
                      first === last
                        ? format.number(first)
                        : `${format.number(first)}–${format.number(last)}`,
                  },
                ]}
                rows={tickets}
                keyOf={({ first }) => String(first)}
              />
            </details>
          </section>
        ))}
      </div>
    </Card>
  );
}

function Value({ name, value, copy }: { name: string; value: string; copy: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles.value}>
        <code>{value}</code>
        <CopyButton text={value} label={copy} size="1" variant="soft" color="gray" />
      </dd>
    </div>
  );
}
