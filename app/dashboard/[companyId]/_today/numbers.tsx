import Link from "next/link";
import { Definition } from "#app/_ui/definition/definition.tsx";
import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { PeriodNumbers } from "#lib/stats/index.ts";
import { addressOf } from "../query.ts";
import styles from "./today.module.css";

type Props = {
  base: string;
  numbers: { now: PeriodNumbers; before: PeriodNumbers };
  days: number;
  speech: Speech;
};

type Name = "clicks" | "signups" | "conversions" | "rate" | "revenue";

/** The key numbers beside those of the same time before, each with its definition. */
export function Numbers({ base, numbers: { now, before }, days, speech: { t, format } }: Props) {
  const term = (name: Name) => (
    <Definition meaning={t(`metric.${name}.meaning`)}>{t(`metric.${name}.name`)}</Definition>
  );
  const earlier = (value: string) => t("owner.today.numbers.before", { value, days });
  const rate = (value: number | null) => (value === null ? "–" : format.percent(value));
  const nets = now.revenue.map(({ net, currency }) => format.money(net, currency));
  const netsBefore = before.revenue.map(({ net, currency }) => format.money(net, currency));
  const { confirmed, provisional } = now.conversions;
  const rows = (show?: string) => addressOf(`${base}/referrals`, { show, days: String(days) });
  return (
    <Figures>
      <Figure
        label={term("clicks")}
        value={format.number(now.clicks)}
        detail={earlier(format.number(before.clicks))}
      />
      <Figure
        label={term("signups")}
        value={format.number(now.signups)}
        detail={earlier(format.number(before.signups))}
        href={rows()}
        hrefLabel={t("owner.today.numbers.open", { count: now.signups })}
      />
      <Figure
        label={term("conversions")}
        value={format.number(confirmed)}
        detail={
          <>
            <span>{earlier(format.number(before.conversions.confirmed))}</span>
            {provisional === 0 ? null : (
              <span>
                <Link href={rows("provisional")} prefetch={false}>
                  {t("owner.today.numbers.provisional", { count: provisional })}
                </Link>
              </span>
            )}
          </>
        }
        href={rows("confirmed")}
        hrefLabel={t("owner.today.numbers.open", { count: confirmed })}
      />
      <Figure
        label={term("rate")}
        value={rate(now.conversionRate)}
        detail={before.conversionRate === null ? undefined : earlier(rate(before.conversionRate))}
      />
      <Figure
        label={term("revenue")}
        value={
          nets.length === 0 ? (
            "–"
          ) : (
            <span className={styles.amounts}>
              {nets.map((net) => (
                <span key={net}>{net}</span>
              ))}
            </span>
          )
        }
        detail={netsBefore.length === 0 ? undefined : earlier(format.list(netsBefore))}
      />
    </Figures>
  );
}
