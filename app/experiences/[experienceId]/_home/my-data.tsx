import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import card from "../_affiliate/earnings-card.module.css";

/** The way to what is kept about the member. */
export function MyData({ here, t }: { here: string; t: Translator }) {
  return (
    <Card title={t("privacy.title")} hint={t("privacy.teaser")} id="my-data">
      <Link className={card.all} href={`${here}/my-data`} prefetch={false}>
        {t("privacy.open")}
      </Link>
    </Card>
  );
}
