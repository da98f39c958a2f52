import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { pointLineWords } from "#app/_ui/campaign/point-words.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import type { PointStatus } from "#db/enums.ts";
import styles from "./member-sheet.module.css";
import type { OpenedMember } from "./read-campaign.ts";

type Props = {
  opened: OpenedMember;
  base: string;
  closeHref: string;
  olderHref: (cursor: string | null) => string;
  isLater: boolean;
  speech: Speech;
};

const tones: Record<PointStatus, Tone> = {
  provisional: "accent",
  counted: "success",
  over_limit: "warning",
  void: "neutral",
};

/** A member's points line by line: what for, how they were found, and why one is worth nothing. */
export function MemberSheet({ opened, base, closeHref, olderHref, isLater, speech }: Props) {
  const { t, format } = speech;
  const { member, lines } = opened;
  return (
    <SideSheet title={member.name} closeHref={closeHref}>
      <div className={styles.sheet}>
        <Facts
          facts={[
            [t("owner.campaigns.board.rank"), member.rank === null ? null : format.number(member.rank)],
            [t("owner.campaigns.board.points"), format.number(member.points)],
            [
              t("owner.campaigns.board.waiting"),
              member.pointsProvisional > 0 && format.number(member.pointsProvisional),
            ],
            [t("owner.campaigns.board.referrals"), format.number(member.referrals)],
          ]}
        />
        <h3 className={styles.title}>{t("owner.campaigns.lines.title")}</h3>
        <ol className={styles.lines}>
          {lines.lines.map((line) => {
            const { reason, workings } = pointLineWords(line, speech);
            const name = line.person?.name;
            const what = t(`campaign.event.${line.event}`, { name: name ?? t("campaign.somebody") });
            return (
              <li key={line.id} className={styles.line} data-void={line.status === "void" ? "" : undefined}>
                <div className={styles.head}>
                  <p className={styles.what}>
                    {line.person === null ? (
                      what
                    ) : (
                      <Link href={`${base}/referrals?open=${line.person.referralId}`} prefetch={false}>
                        {what}
                      </Link>
                    )}
                  </p>
                  <strong>{t("campaign.plus", { points: line.points })}</strong>
                </div>
                <p className={styles.more}>
                  <Badge tone={tones[line.status]}>{t(`campaign.line.${line.status}`)}</Badge>{" "}
                  <time dateTime={line.occurredAt.toISOString()}>{format.instant(line.occurredAt)}</time>
                  {reason === null ? null : <> · {reason}</>}
                </p>
                <p className={styles.more}>
                  {[...workings, t("owner.campaigns.lines.version", { version: line.version })].join(" · ")}
                </p>
              </li>
            );
          })}
        </ol>
        <Pager
          first={t("owner.pager.latest")}
          next={t("owner.pager.older")}
          firstHref={isLater ? olderHref(null) : null}
          nextHref={lines.nextCursor === null ? null : olderHref(lines.nextCursor)}
        />
      </div>
    </SideSheet>
  );
}
