import { stateOf } from "#app/_ui/campaign/announced-state.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Progress } from "#app/_ui/progress/progress.tsx";
import type { CampaignCard } from "#lib/standings/index.ts";
import { prizeName } from "./campaign-words.ts";
import { type NextSteps, nextSteps } from "./next-steps.ts";
import styles from "./standing-in.module.css";

/** My points and place in a campaign, and what can be reached next. */
export function StandingIn({ card, speech }: { card: CampaignCard; speech: Speech }) {
  const { t, format } = speech;
  const { campaign, mine, rankedMembers, isForMe } = card;
  const state = stateOf(campaign);
  const counts = isForMe && (state === "active" || state === "paused");
  const steps = nextSteps(card, (prize) => prizeName(prize, speech));
  const { event, goal, bonus, places, raffle } = steps;
  const lines = [
    goal &&
      (goal.remaining === 0
        ? t("member.campaign.next.thresholdWaits", { prize: goal.prize })
        : t("member.campaign.next.threshold", { points: goal.remaining, prize: goal.prize })),
    bonus && t("member.campaign.next.bonus", { count: bonus.missing, points: bonus.points }),
    goal === null && places ? t("member.campaign.next.rank", places) : null,
    raffle && raffleWords(raffle, event, t),
  ].filter((line) => line !== null);
  return (
    <div className={styles.standing}>
      <dl className={styles.figures}>
        <div>
          <dt>{t("member.campaign.pointsLabel")}</dt>
          <dd className={styles.value}>{format.number(mine.points)}</dd>
          {mine.pointsProvisional === 0 ? null : (
            <dd className={styles.waiting}>
              {t("member.campaign.waiting", { points: format.number(mine.pointsProvisional) })}
            </dd>
          )}
        </div>
        <div>
          <dt>{t("member.campaign.rankLabel")}</dt>
          <dd className={styles.value}>
            {mine.rank === null
              ? t("member.campaign.noPlace")
              : t("member.campaign.place", { rank: mine.rank, of: format.number(rankedMembers) })}
          </dd>
          {mine.rank === null ? null : (
            <dd className={styles.detail}>
              {mine.nextPoints === null
                ? t("member.campaign.leading")
                : t("member.campaign.behind", { points: mine.nextPoints - mine.points })}
            </dd>
          )}
        </div>
      </dl>
      {!counts || goal === null ? null : (
        <Progress
          confirmed={mine.points}
          waiting={mine.pointsProvisional}
          goal={goal.points}
          label={t("member.campaign.bar", {
            points: mine.points,
            waiting: mine.pointsProvisional,
            goal: goal.points,
            prize: goal.prize,
          })}
        />
      )}
      {!counts || lines.length === 0 ? null : (
        <ul className={styles.next}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function raffleWords(
  { prize, missing, needsFriend, isIn }: NonNullable<NextSteps["raffle"]>,
  event: NextSteps["event"],
  t: Speech["t"],
): string {
  if (needsFriend) return t("member.campaign.next.raffleFriend", { event, points: missing, prize });
  if (missing > 0) return t("member.campaign.next.raffleOut", { points: missing, prize });
  return t(`member.campaign.next.${isIn ? "raffle" : "raffleWaits"}`, { prize });
}
