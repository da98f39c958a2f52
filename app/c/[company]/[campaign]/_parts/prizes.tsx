import { prizeWords } from "#app/_ui/campaign/campaign-words.ts";
import { termsSpeaker } from "#app/_ui/campaign/terms-speaker.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { CampaignPage, PublicWinner } from "#lib/standings/index.ts";
import styles from "./prizes.module.css";

/** What there is to win and for whom; afterwards, who won it. */
export function Prizes({ page: { prizes, winners }, speech }: { page: CampaignPage; speech: Speech }) {
  const { t } = speech;
  return (
    <Card title={t("member.campaign.prizes.title")} id="prizes">
      {prizes.length === 0 ? <p className={styles.hint}>{t("member.campaign.prizes.none")}</p> : null}
      <ol className={styles.prizes}>
        {prizes.map((prize, place) => {
          const won = winners.filter((winner) => winner.prize === place);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a prize is its place in the list
            <li key={place} className={styles.prize}>
              <span className={styles.mark}>
                <Icon name={prize.kind === "raffle" ? "gift" : "trophy"} />
              </span>
              <div className={styles.words}>
                <p className={styles.name}>{prize.rewardName || t("member.campaign.prizes.gone")}</p>
                <p className={styles.hint}>{prizeWords(prize, termsSpeaker(speech).say)}</p>
                {won.length === 0 ? null : (
                  <p className={styles.winners}>
                    {t("member.campaign.prizes.winners")}: {winnersWords(won, speech)}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** Those who agreed to be named by their names, the others by their number. */
function winnersWords(won: readonly PublicWinner[], { t, format }: Speech): string {
  const names = won.flatMap(({ name }) => name ?? []);
  const unnamed = won.length - names.length;
  return format.list(
    unnamed === 0 ? names : [...names, t("campaignPage.prizes.unnamed", { count: unnamed })],
  );
}
