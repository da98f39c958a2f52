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
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";
import { Toggle } from "#app/_ui/field/toggle.tsx";
import frame from "../../../_form/two-columns.module.css";
import { Cost } from "./cost.tsx";
import { type Draft, draftOf, type ExistingPlan, newDraft, termsOf } from "./draft.ts";
import { problemsOf, termsProblems } from "./draft-problems.ts";
import { LimitFields } from "./limit-fields.tsx";
import styles from "./plan-form.module.css";
import { RateFields } from "./rate-fields.tsx";
import { type ProductOption, StepFields } from "./step-fields.tsx";
import { Summary } from "./summary.tsx";
import { usePreview } from "./use-preview.ts";

type Props = {
  companyId: string;
  /** Null for a new one. */
  plan: ExistingPlan | null;
  /** The first plan is everybody's. */
  isFirst: boolean;
  currencies: readonly string[];
  products: readonly ProductOption[];
};

/** A commission plan being made or changed, with what it says and what it would have cost beside it. */
export function PlanForm({ companyId, plan, isFirst, currencies, products }: Props) {
  const t = useTranslations("affiliates.form");
  const action = useAction();
  const currency = currencies[0] ?? "USD";
  const [draft, setDraft] = useState<Draft>(() =>
    plan ? draftOf(plan, currency) : newDraft(currency, isFirst),
  );
  const [isChecked, setIsChecked] = useState(false);
  const isReadable = Object.keys(termsProblems(draft)).length === 0;
  const terms = isReadable ? termsOf(draft) : null;
  const previewed = usePreview({ companyId, planId: plan?.id ?? null, terms });
  const found = Object.entries(isChecked ? problemsOf(draft) : {});
  const problems = Object.fromEntries(found.map(([field, problem]) => [field, t(`problem.${problem}`)]));
  const said = Object.entries(action.fields).map(([field, problem]) => `${field}: ${problem}`);
  const list = `/dashboard/${companyId}/affiliates/plans`;

  const set = <K extends keyof Draft>(name: K, value: Draft[K]) => {
    action.clear();
    setDraft((before) => ({ ...before, [name]: value }));
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    const body = { companyId, name: draft.name.trim(), terms: termsOf(draft) };
    await action.run(
      () =>
        plan === null
          ? callApi("POST", "/api/v1/commission-plans", { ...body, isDefault: draft.isDefault })
          : callApi("PATCH", `/api/v1/commission-plans/${plan.id}`, body),
      () => list,
    );
  };

  const fields = { draft, set, problems };
  return (
    <form className={frame.columns} onSubmit={save} noValidate>
      <div className={frame.parts}>
        <Card title={t("part.rate")}>
          <div className={frame.form}>
            <Field
              label={t("name.label")}
              hint={t("name.hint")}
              problem={problems.name ?? action.fields.name}
            >
              {(control) => (
                <Input
                  {...control}
                  value={draft.name}
                  maxLength={80}
                  placeholder={t("name.placeholder")}
                  onChange={(event) => set("name", event.target.value)}
                />
              )}
            </Field>
            <RateFields {...fields} currencies={currencies} />
            {plan === null && !isFirst ? (
              <Toggle
                label={t("default.label")}
                hint={t("default.hint")}
                checked={draft.isDefault}
                onChange={(checked) => set("isDefault", checked)}
              />
            ) : null}
          </div>
        </Card>
        <Card title={t("part.steps")}>
          <div className={frame.form}>
            <StepFields {...fields} currencies={currencies} products={products} />
          </div>
        </Card>
        <Card title={t("part.limits")}>
          <div className={frame.form}>
            <LimitFields {...fields} currencies={currencies} />
          </div>
        </Card>
      </div>
      <aside className={`${frame.beside} ${styles.beside}`} aria-label={t("beside")}>
        <Summary terms={terms} products={products} />
        <Cost previewed={previewed} isReadable={isReadable} isNew={plan === null} />
        <div className={frame.foot}>
          <Problem>
            {found.length > 0 ? t("problem.see") : said.length > 0 ? said.join(" · ") : action.problem}
          </Problem>
          <Button type="submit" size="3" variant="solid" loading={action.pending}>
            {plan === null ? t("create") : t("save")}
          </Button>
          <Link className={frame.cancel} href={list}>
            {t("cancel")}
          </Link>
        </div>
      </aside>
    </form>
  );
}
