import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { CampaignPage } from "#lib/standings/index.ts";
import styles from "./board.module.css";

/** The first places. Whoever did not agree to be named here has their place all the same. */
export function Board({ page, speech }: { page: CampaignPage; speech: Speech }) {
  const { t, format } = speech;
  const { board, campaign } = page;
  if (board === null) return null;
  const { places, rankedMembers } = board;
  const isFrozen = campaign.frozenAt !== null;
  const others = rankedMembers - places.length;
  return (
    <Card
      title={t("campaignPage.board.title")}
      hint={t(isFrozen ? "campaignPage.board.frozen" : "campaignPage.board.hint")}
      id="standings"
    >
      {places.length === 0 ? <p className={styles.empty}>{t("campaignPage.board.empty")}</p> : null}
      <ol className={styles.places}>
        {places.map(({ rank, name, points, referrals }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: somebody without a name has nothing but their place
          <li key={place} className={styles.place} data-first={rank === 1 ? "" : undefined}>
            <span className={styles.rank}>{format.number(rank)}</span>
            <span className={styles.name} data-unnamed={name === null ? "" : undefined}>
              {name ?? t("campaignPage.board.member")}
            </span>
            {referrals === 0 ? null : (
              <span className={styles.referrals}>
                {t("campaignPage.board.referrals", { count: referrals })}
              </span>
            )}
            <span className={styles.points}>{t("campaignPage.board.points", { points })}</span>
          </li>
        ))}
      </ol>
      {others > 0 ? <p className={styles.others}>{t("campaignPage.board.more", { count: others })}</p> : null}
    </Card>
  );
}
