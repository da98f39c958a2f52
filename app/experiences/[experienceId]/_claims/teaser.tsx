import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import card from "../_affiliate/earnings-card.module.css";

/** The way to claim a referral that does not count. */
export function ClaimsTeaser({ here, t }: { here: string; t: Translator }) {
  return (
    <Card title={t("claim.member.title")} hint={t("claim.member.hint")} id="claims">
      <Link className={card.all} href={`${here}/claims`} prefetch={false}>
        {t("claim.member.open")}
      </Link>
    </Card>
  );
}
