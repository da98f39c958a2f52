import type { ReferralTrace, TraceStep } from "#lib/referrals/index.ts";
import { Badge } from "../badge/badge.tsx";
import type { Speech } from "../i18n/request.ts";
import type { Tone } from "../notice/notice.tsx";
import { Facts } from "../sheet/facts.tsx";
import { Timeline } from "../sheet/timeline.tsx";
import { referralTones } from "./referral-tones.ts";
import styles from "./trace.module.css";

const tones: Record<TraceStep["tone"], Tone> = {
  good: "success",
  bad: "danger",
  waiting: "warning",
  neutral: "neutral",
};

/** Why, or why not: every step from the click on, with its evidence. */
export function Trace({ trace, speech: { t, format, say } }: { trace: ReferralTrace; speech: Speech }) {
  return (
    <div className={styles.trace}>
      <div className={styles.head}>
        <Badge tone={trace.state === null ? "neutral" : referralTones[trace.state]}>
          {t(trace.state === null ? "referral.state.none" : `referral.state.${trace.state}`)}
        </Badge>
        <p className={styles.sentence}>{say(trace.sentence)}</p>
      </div>
      <h3 className={styles.title}>{t("referral.steps")}</h3>
      <Timeline
        items={trace.steps.map((step, place) => ({
          key: `${step.kind}-${step.at.getTime()}-${place}`,
          title: say(step.title),
          text: (
            <>
              <p>{say(step.sentence)}</p>
              {step.evidence.length === 0 ? null : (
                <div className={styles.evidence}>
                  <Facts facts={step.evidence.map(({ label, value }) => [say(label), say(value)])} />
                </div>
              )}
            </>
          ),
          tone: tones[step.tone],
          at: { text: format.instant(step.at), iso: step.at.toISOString() },
        }))}
      />
    </div>
  );
}
