import { Button } from "frosted-ui";
import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { statementCsv, statementPage } from "../statement/addresses.ts";
import styles from "./statement-links.module.css";

type Props = { currencies: readonly string[]; experienceId: string; t: Translator };

/** The account as a document and as a table, for each currency. */
export function StatementLinks({ currencies, experienceId, t }: Props) {
  const isOnly = currencies.length === 1;
  return (
    <Card title={t("earnings.statement.cardTitle")} hint={t("earnings.statement.cardHint")} id="statement">
      <ul className={styles.links}>
        {currencies.map((currency) => (
          <li key={currency} className={styles.row}>
            <Button asChild variant="soft" color="gray" size="3">
              <Link href={statementPage(experienceId, { currency })} prefetch={false}>
                {isOnly ? t("earnings.statement.open") : t("earnings.statement.openIn", { currency })}
              </Link>
            </Button>
            <Button asChild variant="soft" color="gray" size="3">
              <a
                href={statementCsv(experienceId, { currency })}
                download
                aria-label={t("earnings.statement.csvIn", { currency })}
              >
                <Icon name="download" />
                CSV
              </a>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
