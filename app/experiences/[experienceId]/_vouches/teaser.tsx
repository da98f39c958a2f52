import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import card from "../_affiliate/earnings-card.module.css";

/** The way to who vouches for the member. */
export function VouchesTeaser({ here, t }: { here: string; t: Translator }) {
  return (
    <Card title={t("trust.mine.title")} hint={t("trust.mine.hint")} id="vouches">
      <Link className={card.all} href={`${here}/vouches`} prefetch={false}>
        {t("trust.mine.open")}
      </Link>
    </Card>
  );
}
