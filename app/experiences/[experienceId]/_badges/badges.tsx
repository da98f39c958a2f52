import { badgeName, badgeText, evidenceText } from "#app/_ui/badges/badge-words.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Progress } from "#app/_ui/progress/progress.tsx";
import type { MemberBadge } from "#lib/badges/index.ts";
import type { ReferralStats } from "#lib/stats/index.ts";
import { StreakLine } from "../_home/streak-line.tsx";
import { BackLink } from "../_page/back-link.tsx";
import page from "../_page/part-page.module.css";
import styles from "./badges.module.css";
import { bestWords } from "./best-words.ts";

type Props = { badges: readonly MemberBadge[]; stats: ReferralStats; home: string; speech: Speech };

export function Badges({ badges, stats, home, speech }: Props) {
  const { t } = speech;
  const earned = badges
    .filter(({ earnedAt }) => earnedAt !== null)
    .toSorted((a, b) => (b.earnedAt?.getTime() ?? 0) - (a.earnedAt?.getTime() ?? 0));
  const open = badges.filter(({ earnedAt }) => earnedAt === null);
  const hasBest = stats.best.length > 0 || stats.streak.best > 0;
  return (
    <main className={page.page}>
      <BackLink href={home}>{t("member.campaign.back")}</BackLink>
      <h1 className={page.title}>{t("member.badges.title")}</h1>
      <p className={page.lead}>{t("member.badges.lead")}</p>
      <div className={page.parts}>
        <Card title={t("member.badges.bestTitle")}>
          {hasBest ? (
            <div className={styles.best}>
              {stats.best.map((one) => (
                <p key={one.period}>{bestWords(one, speech)}</p>
              ))}
              <StreakLine streak={stats.streak} speech={speech} />
            </div>
          ) : (
            <p className={styles.text}>{t("member.badges.noBest")}</p>
          )}
        </Card>
        <Card title={t("member.badges.earned", { count: earned.length })}>
          {earned.length === 0 ? (
            <Empty icon="shield" title={t("member.badges.empty.title")}>
              {t("member.badges.empty.text")}
            </Empty>
          ) : (
            <ul className={styles.badges}>
              {earned.map((badge) => (
                <Badge key={badge.key} badge={badge} speech={speech} />
              ))}
            </ul>
          )}
        </Card>
        {open.length === 0 ? null : (
          <Card title={t("member.badges.ahead")}>
            <ul className={styles.badges}>
              {open.map((badge) => (
                <Badge key={badge.key} badge={badge} speech={speech} />
              ))}
            </ul>
          </Card>
        )}
      </div>
    </main>
  );
}

function Badge({ badge, speech }: { badge: MemberBadge; speech: Speech }) {
  const { t, format } = speech;
  const { earnedAt, evidence, progress } = badge;
  const name = badgeName(badge, speech);
  return (
    <li className={styles.badge} data-earned={earnedAt === null ? undefined : ""}>
      <span className={styles.mark}>
        <Icon name={earnedAt === null ? "lock" : iconOf(badge.rule.kind)} size={20} />
      </span>
      <div className={styles.words}>
        <h3 className={styles.name}>{name}</h3>
        <p className={styles.text}>{badgeText(badge, speech)}.</p>
        {earnedAt === null ? null : (
          <p className={styles.text}>
            {t("member.badges.on", { at: format.day(earnedAt) })}
            {evidence === null ? null : ` ${evidenceText(evidence, speech)}.`}
          </p>
        )}
        {progress === null ? null : (
          <div className={styles.progress}>
            <Progress
              confirmed={progress.now}
              waiting={0}
              goal={progress.of}
              label={t("member.badges.progress", { name, now: progress.now, of: progress.of })}
            />
            <span aria-hidden="true">
              {format.number(progress.now)} / {format.number(progress.of)}
            </span>
          </div>
        )}
      </div>
    </li>
  );
}

function iconOf(kind: MemberBadge["rule"]["kind"]) {
  switch (kind) {
    case "visits":
      return "link";
    case "referrals":
      return "people";
    case "streak":
      return "bolt";
    case "comeback":
      return "retry";
    case "place":
    case "campaign":
      return "trophy";
  }
}
