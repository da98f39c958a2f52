import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import card from "../_affiliate/earnings-card.module.css";

/** The way to how others see the member, and what they are told. */
export function MyChoices({ here, t }: { here: string; t: Translator }) {
  return (
    <Card title={t("choices.title")} hint={t("choices.teaser")} id="choices">
      <Link className={card.all} href={`${here}/choices`} prefetch={false}>
        {t("choices.open")}
      </Link>
    </Card>
  );
}
