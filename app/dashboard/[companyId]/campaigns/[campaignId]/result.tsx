import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { prizeWords } from "#app/_ui/campaign/campaign-words.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { redemptionTones } from "#app/_ui/reward/redemption-tones.ts";
import { type Column, Folded, Second, Table } from "#app/_ui/table/table.tsx";
import type { Campaign } from "#lib/campaigns/index.ts";
import type { ListedReward } from "#lib/rewards/index.ts";
import type { CampaignDraw, PrizeWon } from "#lib/standings/index.ts";
import { Draw } from "./draw.tsx";
import { foundWords } from "./found-words.ts";
import styles from "./result.module.css";

type Props = {
  campaign: Campaign;
  prizes: readonly PrizeWon[];
  draw: CampaignDraw;
  rewards: readonly ListedReward[];
  base: string;
  speech: Speech;
};

/** Who won what and how it was found, what became of each prize, and how anybody can check the draw. */
export function Result({ campaign, prizes, draw, rewards, base, speech }: Props) {
  const { t, say } = speech;
  const { terms, frozenAt } = campaign;
  const nameOf = (id: string) => rewards.find((reward) => reward.id === id)?.name ?? "";
  const columns: Column<PrizeWon>[] = [
    {
      head: t("owner.campaigns.result.winner"),
      cell: ({ winner, rewardName }) => (
        <>
          {winner.name}
          <Folded>{rewardName}</Folded>
        </>
      ),
    },
    { head: t("owner.campaigns.result.prize"), place: "wide", cell: ({ rewardName }) => rewardName },
    {
      head: t("owner.campaigns.result.found"),
      place: "wide",
      cell: ({ found }) => foundWords(found, speech),
    },
    {
      head: t("owner.campaigns.result.delivery"),
      place: "edge",
      cell: ({ redemption, found }) => (
        <>
          {redemption === null ? (
            <Badge tone="neutral">{t("owner.campaigns.result.underWay")}</Badge>
          ) : (
            <Link href={`${base}/rewards?view=given&open=${redemption.id}`} prefetch={false}>
              <Badge tone={redemptionTones[redemption.status]}>
                {t(`reward.status.${redemption.status}`)}
              </Badge>
            </Link>
          )}
          {redemption?.reason ? <Second>{say(redemption.reason)}</Second> : null}
          <Folded>{foundWords(found, speech)}</Folded>
        </>
      ),
    },
  ];
  return (
    <>
      {frozenAt === null ? (
        <Card title={t("owner.campaigns.result.promised")} hint={t("owner.campaigns.result.promisedHint")}>
          {terms.prizes.length === 0 ? (
            <p className={styles.none}>{t("owner.campaigns.result.noPrizes")}</p>
          ) : (
            <ul className={styles.prizes}>
              {terms.prizes.map((prize, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a prize is its place in the list
                <li key={index}>
                  <strong>{nameOf(prize.rewardId)}</strong>
                  <span>{prizeWords(prize, (key, values) => t(`campaign.terms.${key}`, values))}</span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      ) : (
        <Card title={t("owner.campaigns.result.title")} hint={t("owner.campaigns.result.hint")} flush>
          {prizes.length === 0 ? (
            <Empty icon="trophy" title={t("owner.campaigns.result.nobody")} />
          ) : (
            <Table columns={columns} rows={prizes} keyOf={({ id }) => id} />
          )}
        </Card>
      )}
      {terms.prizes.some(({ kind }) => kind === "raffle") ? (
        <Draw campaign={campaign} draw={draw} nameOf={nameOf} speech={speech} />
      ) : null}
    </>
  );
}
