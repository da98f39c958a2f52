import type { ReactNode } from "react";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice, type Tone } from "#app/_ui/notice/notice.tsx";
import type { MyAffiliation } from "#lib/affiliates/index.ts";
import styles from "./decision.module.css";

const tones = { applied: "accent", declined: "neutral", suspended: "warning" } as const satisfies Record<
  string,
  Tone
>;

/** Where a request to become an affiliate stands, with what was written; nothing for who is one. */
export function Decision({
  affiliation,
  speech: { t, format, say },
}: {
  affiliation: MyAffiliation;
  speech: Pick<Speech, "t" | "format" | "say">;
}): ReactNode {
  const { status, application, appliedAt, decidedAt, decisionNote } = affiliation;
  if (status === "none" || status === "active") return null;
  const at = status === "applied" ? appliedAt : decidedAt;
  const quote =
    status === "applied"
      ? application && t("earnings.state.applied.said", { words: application })
      : decisionNote && t("earnings.state.reason", { words: say(decisionNote) });
  return (
    <Notice tone={tones[status]} title={t(`earnings.state.${status}.title`)}>
      {at === null ? null : <p>{t(`earnings.state.${status}.text`, { at: format.day(at) })}</p>}
      {quote ? <p className={styles.quote}>{quote}</p> : null}
    </Notice>
  );
}
