import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ReferralStats } from "#lib/stats/index.ts";
import card from "../_affiliate/earnings-card.module.css";
import { bestWords } from "./best-words.ts";

/** The member's best so far, and the way to their badges. */
export function BadgesTeaser({
  here,
  best,
  speech,
}: {
  here: string;
  best: ReferralStats["best"];
  speech: Speech;
}) {
  const { t } = speech;
  return (
    <Card title={t("member.badges.title")} hint={t("member.badges.hint")} id="badges">
      <div className={card.parts}>
        {best.map((one) => (
          <p key={one.period}>{bestWords(one, speech)}</p>
        ))}
        <Link className={card.all} href={`${here}/badges`} prefetch={false}>
          {t("member.badges.open")}
        </Link>
      </div>
    </Card>
  );
}
