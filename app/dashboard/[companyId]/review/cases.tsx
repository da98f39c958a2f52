import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { type FraudCaseStatus, fraudCaseStatuses } from "#db/enums.ts";
import { addressOf } from "../query.ts";
import { CaseCard } from "./case-card.tsx";
import type { ReadCases } from "./read-review.ts";
import styles from "./review.module.css";

type Props = ReadCases & {
  asked: { status: FraudCaseStatus; cursor: string | undefined };
  here: string;
  companyId: string;
  speech: Speech;
};

/** Referrals that wait for a person, or were decided. */
export function Cases({ cases, nextCursor, trust, asked, here, companyId, speech }: Props) {
  const { t } = speech;
  const { status, cursor } = asked;
  return (
    <>
      <Tabs
        label={t("owner.review.filterLabel")}
        tabs={fraudCaseStatuses.map((name) => ({
          href: name === "open" ? here : addressOf(here, { status: name }),
          label: t(`owner.review.status.${name}`),
          current: name === status,
        }))}
      />
      {cases.length === 0 ? (
        <Card>
          <Empty icon="shield" title={t(`owner.review.empty.${status}`)}>
            {status === "open" ? t("owner.review.empty.text") : undefined}
          </Empty>
        </Card>
      ) : (
        <ul className={styles.cases}>
          {cases.map((fraudCase) => (
            <li key={fraudCase.id}>
              <CaseCard
                fraudCase={fraudCase}
                trust={trust.get(fraudCase.referrer.userId)?.score ?? null}
                companyId={companyId}
                speech={speech}
              />
            </li>
          ))}
        </ul>
      )}
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={cursor ? addressOf(here, { status }) : null}
        nextHref={nextCursor ? addressOf(here, { status, cursor: nextCursor }) : null}
      />
    </>
  );
}
