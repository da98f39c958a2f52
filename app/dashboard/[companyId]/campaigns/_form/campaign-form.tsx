"use client";

import { Button } from "frosted-ui";
import Link from "next/link";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Card } from "#app/_ui/card/card.tsx";
import frame from "../../_form/two-columns.module.css";
import type { RewardOptions } from "../../rewards/_form/options.ts";
import { AudienceFields } from "./audience-fields.tsx";
import { BasicFields } from "./basic-fields.tsx";
import { CardPreview } from "./card-preview.tsx";
import { CountFields } from "./count-fields.tsx";
import { type Draft, draftOf, type Editable, newDraft } from "./draft.ts";
import { problemAt, problemsOf, unreadableIn } from "./draft-problems.ts";
import type { Option } from "./fields.ts";
import { ForecastPanel } from "./forecast-panel.tsx";
import styles from "./form.module.css";
import { LimitFields } from "./limit-fields.tsx";
import { MorePointsFields } from "./more-points-fields.tsx";
import { payloadOf } from "./payload.ts";
import { PrizeFields } from "./prize-fields.tsx";
import { useForecast } from "./use-forecast.ts";

export type FormOptions = {
  companyId: string;
  now: Date;
  timeZone: string;
  zones: readonly string[];
  holdDays: number;
  currencies: readonly string[];
  plans: readonly Option[];
  products: readonly Option[];
  commissionPlans: readonly Option[];
  /** Rewards that can be won. */
  rewards: readonly Option[];
  rewardOptions: RewardOptions;
  isActivationDefined: boolean;
};

type Props = {
  /** Null for a new one. */
  campaign: Editable | null;
  options: FormOptions;
};

/** A campaign being made or changed, with its card and its forecast beside it. */
export function CampaignForm({ campaign, options }: Props) {
  const { companyId, now, plans, products } = options;
  const t = useTranslations("owner.campaigns.form");
  const action = useAction();
  const currency = options.currencies[0] ?? "USD";
  const [draft, setDraft] = useState<Draft>(() =>
    campaign ? draftOf(campaign, currency) : newDraft(options.timeZone, currency, options.holdDays, now),
  );
  const [rewards, setRewards] = useState(options.rewards);
  const [isChecked, setIsChecked] = useState(false);
  const unreadable = unreadableIn(draft);
  const isReadable = Object.keys(unreadable).length === 0;
  const payload = isReadable ? payloadOf(draft) : null;
  const forecasted = useForecast(companyId, campaign?.id ?? null, payload);
  const list = `/dashboard/${companyId}/campaigns`;
  const status = campaign?.status ?? "draft";

  const found = Object.entries(isChecked ? problemsOf(draft) : unreadable);
  const problems: Record<string, string> = {
    ...(forecasted.state === "failed" ? forecasted.fields : {}),
    ...action.fields,
    ...Object.fromEntries(found.map(([field, problem]) => [field, t(`problem.${problem}`)])),
  };

  const set = <K extends keyof Draft>(name: K, value: Draft[K]) => {
    action.clear();
    setDraft((before) => ({ ...before, [name]: value }));
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    const body = { companyId, ...payloadOf(draft) };
    if (campaign === null)
      await action.run(
        () => callApi<{ id: string }>("POST", "/api/v1/campaigns", body),
        ({ id }) => `${list}/${id}`,
      );
    else
      await action.run(
        () => callApi("PATCH", `/api/v1/campaigns/${campaign.id}`, body),
        () => `${list}/${campaign.id}`,
      );
  };

  const fields = { draft, set, problemOf: (field: string) => problemAt(problems, field) };
  const parts = [
    ["basics", <BasicFields key="basics" {...fields} zones={options.zones} hasBegun={status === "active"} />],
    [
      "counts",
      <CountFields
        key="counts"
        {...fields}
        plans={plans}
        isActivationDefined={options.isActivationDefined}
      />,
    ],
    ["more", <MorePointsFields key="more" {...fields} plans={plans} />],
    [
      "prizes",
      <PrizeFields
        key="prizes"
        {...fields}
        rewards={rewards}
        rewardOptions={options.rewardOptions}
        onRewardMade={(reward) => setRewards((before) => [...before, reward])}
      />,
    ],
    [
      "audience",
      <AudienceFields
        key="audience"
        {...fields}
        products={products}
        commissionPlans={options.commissionPlans}
      />,
    ],
    [
      "limits",
      <LimitFields
        key="limits"
        {...fields}
        currencies={options.currencies}
        isAnnounced={status !== "draft"}
      />,
    ],
  ] as const;
  return (
    <form className={frame.columns} onSubmit={save} noValidate>
      <div className={frame.parts}>
        {parts.map(([name, content]) => (
          <Card key={name} title={t(`part.${name}`)}>
            <div className={frame.form}>{content}</div>
          </Card>
        ))}
      </div>
      <aside className={`${frame.beside} ${styles.beside}`} aria-label={t("beside")}>
        <ForecastPanel forecasted={forecasted} isReadable={isReadable} />
        <CardPreview payload={payload} titles={[...plans, ...products]} rewards={rewards} now={now} />
        <div className={`${frame.foot} ${styles.foot}`}>
          {status === "draft" ? null : <p className={styles.applies}>{t("applies")}</p>}
          <Problem>{Object.keys(problems).length > 0 ? t("problem.see") : action.problem}</Problem>
          <Button type="submit" size="3" variant="solid" loading={action.pending}>
            {t(campaign === null ? "create" : "save")}
          </Button>
          <Link className={frame.cancel} href={campaign === null ? list : `${list}/${campaign.id}`}>
            {t("cancel")}
          </Link>
        </div>
      </aside>
    </form>
  );
}
