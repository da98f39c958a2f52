import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { CampaignCard, PrizeWon } from "#lib/standings/index.ts";
import { prizeFor, prizeName } from "../../../_campaign/campaign-words.ts";
import styles from "./prizes.module.css";

type Props = { card: CampaignCard; won: readonly PrizeWon[]; here: string; speech: Speech };

/** What there is to win and for whom; afterwards, who won it. */
export function Prizes({ card, won, here, speech }: Props) {
  const { t } = speech;
  const { prizes } = card;
  const hasDraw = prizes.some(({ kind }) => kind === "raffle");
  return (
    <Card title={t("member.campaign.prizes.title")} id="prizes">
      {prizes.length === 0 ? <p className={styles.hint}>{t("member.campaign.prizes.none")}</p> : null}
      <ol className={styles.prizes}>
        {prizes.map((prize, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a prize is its place in the list
          <li key={place} className={styles.prize}>
            <span className={styles.mark}>
              <Icon name={prize.kind === "raffle" ? "gift" : "trophy"} />
            </span>
            <div className={styles.words}>
              <p className={styles.name}>{prizeName(prize, speech)}</p>
              <p className={styles.hint}>{prizeFor(prize, speech)}</p>
              <Winners won={won.filter((one) => one.prize === place)} speech={speech} />
            </div>
          </li>
        ))}
      </ol>
      {hasDraw ? (
        <Link className={styles.draw} href={`${here}/draw`} prefetch={false}>
          {t("member.campaign.prizes.drawn")}
        </Link>
      ) : null}
    </Card>
  );
}

const shownWinners = 12;

function Winners({ won, speech: { t, format, say } }: { won: readonly PrizeWon[]; speech: Speech }) {
  if (won.length === 0) return null;
  const mine = won.find(({ isMe }) => isMe);
  const names = won
    .slice(0, shownWinners)
    .map(
      ({ winner, isMe }) =>
        `${winner.name ?? t("member.board.hidden")}${isMe ? ` ${t("member.board.you")}` : ""}`,
    );
  const others = won.length - names.length;
  return (
    <>
      <p className={styles.winners}>
        <span className="visually-hidden">{t("member.campaign.prizes.winners")}: </span>
        {format.list(names)} {others > 0 ? t("member.campaign.draw.moreHolders", { count: others }) : null}
      </p>
      {mine === undefined ? null : (
        <p className={styles.yours}>
          {mine.redemption === null
            ? t("member.campaign.prizes.toBeGiven")
            : mine.redemption.reason === null
              ? t(`member.campaign.prizes.${isGiven(mine.redemption.status) ? "yours" : "toBeGiven"}`)
              : t("member.campaign.prizes.held", { reason: say(mine.redemption.reason) })}
        </p>
      )}
    </>
  );
}

function isGiven(status: NonNullable<PrizeWon["redemption"]>["status"]): boolean {
  return status === "granted" || status === "claimed";
}
