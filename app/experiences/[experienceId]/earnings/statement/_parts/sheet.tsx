import type { Speech } from "#app/_ui/i18n/request.ts";
import { dayMs } from "#lib/core/clock.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Statement } from "#lib/payouts/index.ts";
import { Lines } from "./lines.tsx";
import styles from "./sheet.module.css";

type Props = { statement: Statement; timeZone: string; now: Date; speech: Speech };

/** The document: whose account it is, of when, its lines and their sums. */
export function Sheet({ statement, timeZone, now, speech }: Props) {
  const { t, format } = speech;
  const { currency, member, community, from, until } = statement;
  const money = (minor: bigint) => format.amount(toDecimal(minor, currency), currency);
  // The end is not included: what ends at midnight ends with the day before.
  const lastDay = format.fullDay(new Date(Math.min(until.getTime() - 1, now.getTime() + dayMs)));
  const period =
    from === null
      ? t("earnings.statement.fromBeginning", { until: lastDay })
      : t("earnings.statement.span", { from: format.fullDay(from), until: lastDay });
  const facts = [
    [t("earnings.statement.member"), member.name],
    [t("earnings.statement.period"), period],
    [t("earnings.statement.currency"), currency],
    [t("earnings.statement.made"), format.fullDay(now)],
  ] as const;
  const sums = [
    [t("earnings.statement.opening"), statement.openingMinor],
    [t("earnings.statement.earned"), statement.earnedMinor],
    [t("earnings.statement.takenBack"), statement.takenBackMinor],
    [t("earnings.statement.paid"), statement.paidMinor],
    [t("earnings.statement.closing"), statement.closingMinor],
  ] as const;
  return (
    <article className={styles.sheet}>
      <header className={styles.head}>
        <p className={styles.community}>{community}</p>
        <h1 className={styles.title}>{t("earnings.statement.title")}</h1>
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </header>
      <dl className={styles.sums}>
        {sums.map(([name, minor]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{money(minor)}</dd>
          </div>
        ))}
      </dl>
      <Lines statement={statement} speech={speech} />
      <p className={styles.note}>{t("earnings.statement.note", { timeZone })}</p>
    </article>
  );
}
