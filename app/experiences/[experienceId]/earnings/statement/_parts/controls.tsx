import { Button } from "frosted-ui";
import { Input } from "#app/_ui/field/control.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { BackLink } from "../../../_page/back-link.tsx";
import { statementCsv, statementPage } from "../addresses.ts";
import { daysOf, type Period, presets } from "../period.ts";
import styles from "./controls.module.css";
import { PrintButton } from "./print-button.tsx";

type Props = {
  experienceId: string;
  currency: string;
  currencies: readonly string[];
  period: Period;
  timeZone: string;
  now: Date;
  t: Translator;
};

/** Which statement, and what to do with it; not part of the document. */
export function Controls({ experienceId, currency, currencies, period, timeZone, now, t }: Props) {
  const { days, preset, from, until } = period;
  const page = (of: Partial<Parameters<typeof statementPage>[1]>) =>
    statementPage(experienceId, { currency, ...of });
  return (
    <div className={styles.controls}>
      <div className={styles.head}>
        <BackLink href={`/experiences/${experienceId}/earnings`}>{t("earnings.statement.back")}</BackLink>
        <div className={styles.actions}>
          <Button asChild variant="soft" color="gray" size="3">
            <a
              href={statementCsv(experienceId, {
                currency,
                from: from?.toISOString(),
                until: until?.toISOString(),
              })}
              download
            >
              <Icon name="download" />
              {t("earnings.statement.csv")}
            </a>
          </Button>
          <PrintButton label={t("earnings.statement.print")} />
        </div>
      </div>
      {currencies.length < 2 ? null : (
        <Tabs
          label={t("earnings.statement.currency")}
          tabs={currencies.map((other) => ({
            href: page({ currency: other, ...days }),
            label: other,
            current: other === currency,
          }))}
        />
      )}
      <Tabs
        label={t("earnings.statement.periods.label")}
        tabs={presets.map((name) => ({
          href: page(daysOf(name, timeZone, now)),
          label: t(`earnings.statement.periods.${name}`),
          current: name === preset,
        }))}
      />
      <form className={styles.form} method="get">
        <input type="hidden" name="currency" value={currency} />
        <label className={styles.field} htmlFor="statement-from">
          <span>{t("earnings.statement.form.from")}</span>
          <Input
            id="statement-from"
            type="date"
            name="from"
            defaultValue={days.from}
            min="2000-01-01"
            max="2099-12-31"
          />
        </label>
        <label className={styles.field} htmlFor="statement-until">
          <span>{t("earnings.statement.form.until")}</span>
          <Input
            id="statement-until"
            type="date"
            name="until"
            defaultValue={days.until}
            min="2000-01-01"
            max="2099-12-31"
          />
        </label>
        <Button type="submit" variant="soft" color="gray" size="3">
          {t("earnings.statement.form.show")}
        </Button>
      </form>
    </div>
  );
}
