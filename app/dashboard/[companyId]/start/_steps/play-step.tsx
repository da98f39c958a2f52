import Link from "next/link";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Trace } from "#app/_ui/referral/trace.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { moments, type PlayedFirstRun, type Standing } from "#lib/standings/index.ts";
import { hrefOf } from "../choices.ts";
import { Onward } from "./onward.tsx";
import styles from "./start.module.css";
import type { StepProps } from "./step.ts";

type Props = StepProps & { played: PlayedFirstRun | null };

/** A rehearsal: the rules that decide about real people, on two who do not exist. */
export function PlayStep({ base, chosen, speech, played }: Props) {
  const { t } = speech;
  const next = hrefOf(base, chosen, { step: "publish" });
  if (played === null)
    return (
      <>
        <Notice tone="warning" title={t("owner.start.play.noPlan")}>
          <Link href={`${base}/settings`}>{t("owner.start.play.noPlanText")}</Link>
        </Notice>
        <Onward href={next} label={t("owner.start.play.skip")} />
      </>
    );
  const { cast } = played;
  return (
    <>
      <Card
        title={
          <span className={styles.titled}>
            {t("owner.start.play.title")} <Badge tone="warning">{t("owner.start.play.badge")}</Badge>
          </span>
        }
        hint={t("owner.start.play.hint", cast)}
      >
        <nav aria-label={t("owner.start.play.moments")}>
          <ol className={styles.moments}>
            {moments.map((moment) => (
              <li key={moment}>
                <Link
                  className={styles.moment}
                  href={hrefOf(base, chosen, { moment })}
                  prefetch={false}
                  aria-current={moment === chosen.moment ? "true" : undefined}
                >
                  {t(`owner.start.play.moment.${moment}`, cast)}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
        <div className={styles.gains}>
          <Facts facts={gainsOf(played, speech)} />
        </div>
        <Trace trace={played.trace} speech={speech} />
      </Card>
      <Onward href={next} label={t("owner.start.play.next")} />
    </>
  );
}

function gainsOf(
  { click, points, gift, cast }: PlayedFirstRun,
  speech: StepProps["speech"],
): [string, string][] {
  const { t, format } = speech;
  const words = ({ state, until }: Standing) =>
    t(`owner.start.play.state.${state}`, { until: until === null ? "" : format.instant(until) });
  return [
    [t("owner.start.play.click"), t(`owner.start.play.class.${click === "human" ? "human" : "other"}`)],
    ...(gift === null ? [] : [[t("owner.start.play.gift", cast), words(gift)] satisfies [string, string]]),
    ...(points === null
      ? []
      : [
          [
            t("owner.start.play.points", cast),
            points.state === "none"
              ? words(points)
              : `${t("owner.start.play.pointsOf", { points: points.points })} ${words(points)}`,
          ] satisfies [string, string],
        ]),
  ];
}
