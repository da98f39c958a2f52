import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Tone } from "#app/_ui/notice/notice.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { Timeline } from "#app/_ui/sheet/timeline.tsx";
import type { Delivery } from "#lib/rewards/index.ts";
import styles from "./delivery-story.module.css";
import { proofFacts } from "./proof-facts.ts";

const tones: Record<Delivery["state"], Tone> = {
  queued: "neutral",
  calling: "accent",
  applied: "success",
  unknown: "warning",
  held: "warning",
  reversed: "neutral",
};

/** Every attempt, and what proves the result. */
export function DeliveryStory({
  title,
  delivery,
  speech,
}: {
  title: string;
  delivery: Delivery;
  speech: Speech;
}) {
  const { t, format, say } = speech;
  return (
    <section>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <Badge tone={tones[delivery.state]}>{t(`reward.delivery.${delivery.state}`)}</Badge>
      </div>
      {delivery.proof ? <Facts facts={proofFacts(delivery.proof, speech)} /> : null}
      {delivery.attempts.length === 0 ? (
        <p className={styles.none}>{t("reward.attempt.none")}</p>
      ) : (
        <Timeline
          items={delivery.attempts.map((attempt, place) => ({
            key: `${attempt.n}-${place}`,
            title: t(`reward.attempt.${attempt.outcome}`),
            tone: attemptTone(attempt.outcome),
            text: [attempt.status === null ? "" : `HTTP ${attempt.status}`, say(attempt.message)]
              .filter(Boolean)
              .join(" · "),
            at: { text: format.instant(attempt.at), iso: attempt.at.toISOString() },
          }))}
        />
      )}
    </section>
  );
}

function attemptTone(outcome: Delivery["attempts"][number]["outcome"]): Tone {
  if (outcome === "applied" || outcome === "found_applied" || outcome === "given_by_hand") return "success";
  if (outcome === "refused") return "danger";
  return outcome === "retried" ? "neutral" : "warning";
}
