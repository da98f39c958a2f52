import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import type { PointLinePage, ShownPointLine } from "#lib/standings/index.ts";
import { lineWhat, lineWhy, lineWorkings } from "./line-words.ts";
import styles from "./lines.module.css";

const tones: Record<ShownPointLine["status"], Tone> = {
  counted: "success",
  provisional: "warning",
  over_limit: "neutral",
  void: "danger",
};

type Props = { page: PointLinePage; isFirst: boolean; here: string; home: string; speech: Speech };

/** Each point with its reason: what counts, what waits and until when, what is worth nothing and why. */
export function Lines({ page, isFirst, here, home, speech }: Props) {
  const { t, format } = speech;
  return (
    <Card title={t("member.campaign.lines.title")} id="points" flush>
      {page.lines.length === 0 ? (
        <Empty icon="coins" title={t("member.campaign.lines.empty.title")}>
          {t("member.campaign.lines.empty.text")}
        </Empty>
      ) : (
        <ul>
          {page.lines.map((line) => (
            <li key={line.id} className={styles.line} data-status={line.status}>
              <div className={styles.head}>
                <p className={styles.what}>
                  {line.person === null ? (
                    lineWhat(line, speech)
                  ) : (
                    <Link href={`${home}?trace=${line.person.referralId}`} prefetch={false}>
                      {lineWhat(line, speech)}
                    </Link>
                  )}
                </p>
                <span className={styles.points}>
                  +{format.number(line.points)}
                  <span className="visually-hidden"> {t("member.campaign.board.points")}</span>
                </span>
              </div>
              <p className={styles.why}>{lineWhy(line, speech)}</p>
              <div className={styles.foot}>
                <Badge tone={tones[line.status]}>{t(`member.campaign.lines.status.${line.status}`)}</Badge>
                <span className={styles.workings}>{lineWorkings(line, speech)}</span>
                <time dateTime={line.occurredAt.toISOString()}>{format.instant(line.occurredAt)}</time>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Pager
        first={t("member.campaign.lines.latest")}
        next={t("member.campaign.lines.older")}
        firstHref={isFirst ? null : `${here}#points`}
        nextHref={page.nextCursor ? `${here}?from=${page.nextCursor}#points` : null}
      />
    </Card>
  );
}
