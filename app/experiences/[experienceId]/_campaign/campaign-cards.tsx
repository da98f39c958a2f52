import Link from "next/link";
import { Live } from "#app/_ui/action/live.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { stateOf, stateTones } from "#app/_ui/campaign/announced-state.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { CampaignCard } from "#lib/standings/index.ts";
import styles from "./campaign-cards.module.css";
import { eachWords, outsideWords, prizeName, whenWords } from "./campaign-words.ts";
import { StandingIn } from "./standing-in.tsx";
import { whyNot } from "./why-not.ts";

const nearMs = 3_600_000;
/** Beside other things, the rest is a page away. */
const mostBesides = 3;

type Props = {
  cards: readonly CampaignCard[];
  here: string;
  now: Date;
  speech: Speech;
  /** Also those that do not concern the member, and as many as there are. */
  all?: boolean;
};

/** What runs, what comes and what has just ended; nothing where there is none. */
export function CampaignCards({ cards, here, now, speech, all = false }: Props) {
  if (cards.length === 0) return null;
  const { t } = speech;
  const inOrder = cards.toSorted(
    (a, b) => weightOf(a) - weightOf(b) || a.campaign.endDate.getTime() - b.campaign.endDate.getTime(),
  );
  const shown = all ? inOrder : inOrder.filter(concerns).slice(0, mostBesides);
  const others = inOrder.length - shown.length;
  return (
    <section className={styles.cards} aria-label={t("member.campaign.title")} id="campaigns">
      {shown.map((card) => (
        <One key={card.campaign.id} card={card} here={here} now={now} speech={speech} />
      ))}
      {shown.some(({ campaign }) => isNear(campaign, now)) ? <Live everyMs={60_000} /> : null}
      {others === 0 ? null : (
        <Link className={styles.all} href={`${here}/campaigns`} prefetch={false}>
          {t(shown.length === 0 ? "member.campaign.some" : "member.campaign.more", { count: others })}
        </Link>
      )}
    </section>
  );
}

/** So near to its beginning or its end that the minutes matter. */
function isNear({ status, startDate, endDate }: CampaignCard["campaign"], now: Date): boolean {
  const next = status === "scheduled" ? startDate : status === "active" ? endDate : null;
  return next !== null && next.getTime() - now.getTime() < nearMs;
}

/** What I can do something about comes first. */
function weightOf(card: CampaignCard): number {
  const { status } = card.campaign;
  if (status === "ended" && card.mine.won.length > 0) return 1;
  const order = { active: 0, settling: 2, scheduled: 3, ended: 4, draft: 5, archived: 5 };
  return order[status] + (concerns(card) ? 0 : 10);
}

/** Whether I take part, can, or could have and did. */
function concerns({ campaign: { status }, isForMe, mine }: CampaignCard): boolean {
  const has = mine.points + mine.pointsProvisional > 0;
  return has || (isForMe && status !== "ended");
}

function One({ card, here, now, speech }: { card: CampaignCard; here: string; now: Date; speech: Speech }) {
  const { t } = speech;
  const { campaign, mine } = card;
  const state = stateOf(campaign);
  const outside = outsideWords(card, speech);
  const has = mine.points + mine.pointsProvisional > 0;
  const showsStanding = has || (outside === null && state !== "scheduled" && state !== "ended");
  return (
    <article className={styles.card}>
      <header className={styles.head}>
        <h2 className={styles.name}>{campaign.name}</h2>
        <Badge tone={stateTones[state]}>{t(`member.campaign.state.${state}`)}</Badge>
      </header>
      <p className={styles.when}>
        <Icon name="clock" />
        <span>{whenWords(campaign, now, speech)}</span>
      </p>
      {state === "ended" ? <Result card={card} speech={speech} /> : null}
      {showsStanding ? <StandingIn card={card} speech={speech} /> : null}
      {state === "paused" ? <p className={styles.note}>{t("member.campaign.pausedNow")}</p> : null}
      {campaign.exhausted === null ? null : (
        <p className={styles.note}>{t(`member.campaign.fullBy.${campaign.exhausted.by}`)}</p>
      )}
      {state === "active" || state === "scheduled" ? (
        <p className={styles.note}>{eachWords(campaign.terms, speech).join(" · ")}</p>
      ) : null}
      {outside === null ? null : (
        <p className={styles.note}>{t("member.campaign.notForMe", { why: outside })}</p>
      )}
      <Link className={styles.open} href={`${here}/campaigns/${campaign.id}`} prefetch={false}>
        <span className="visually-hidden">{campaign.name}: </span>
        {t(state === "scheduled" ? "member.campaign.openSoon" : "member.campaign.open")}
        <Icon name="forward" size={14} />
      </Link>
    </article>
  );
}

type ResultProps = {
  card: CampaignCard;
  /** Points that were lost to refunds; where it is told, so is why nothing was won. */
  takenBack?: number;
  speech: Speech;
};

/** What I have won, or that I have not and why. */
export function Result({ card, takenBack, speech }: ResultProps) {
  const { t, format } = speech;
  const { prizes, mine } = card;
  const won = mine.won.flatMap((index) => prizes[index] ?? []);
  if (won.length > 0) {
    const names = format.list(won.map((prize) => prizeName(prize, speech)));
    return (
      <p className={styles.won}>
        <Icon name="trophy" />
        <span>
          <strong>{t("member.campaign.won", { prizes: names })}</strong> {t("member.campaign.wonHint")}
        </span>
      </p>
    );
  }
  const took = mine.points + (takenBack ?? 0) > 0;
  if (!took) return <p className={styles.note}>{t("member.campaign.tookNoPart")}</p>;
  if (takenBack === undefined) return <p className={styles.note}>{t("member.campaign.notWon")}</p>;
  return (
    <div className={styles.notWon}>
      <p>{t("member.campaign.notWon")}</p>
      <ul>
        {whyNot(card, takenBack, speech).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
