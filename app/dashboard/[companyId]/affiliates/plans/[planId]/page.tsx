import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { listCommissionPlans } from "#lib/affiliates/index.ts";
import { getSettings, listPlans, listProducts } from "#lib/companies/index.ts";
import { currencyOptions } from "../../../currencies.ts";
import { openOwner } from "../../../open.ts";
import { PlanForm } from "../_form/plan-form.tsx";

type Props = { params: Promise<{ companyId: string; planId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("affiliates.view.plans") };
}

/** A new plan, or the next version of one. */
export default async function PlanPage({ params }: Props) {
  const { companyId, planId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () =>
    Promise.all([listCommissionPlans(ctx), listProducts(ctx), listPlans(ctx), getSettings(ctx)]),
  );
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [plans, products, sold, settings] = read.data;
  const plan = plans.find(({ id }) => id === planId) ?? null;
  const latest = plan?.versions[0];
  if (planId !== "new" && latest === undefined) notFound();
  const { t } = await speak(settings.timeZone, ctx.clock.now());
  return (
    <Page
      back={{ href: `/dashboard/${companyId}/affiliates/plans`, label: t("affiliates.view.plans") }}
      title={
        plan === null ? t("affiliates.form.newTitle") : t("affiliates.form.editTitle", { name: plan.name })
      }
      lead={
        latest === undefined
          ? t("affiliates.form.newLead")
          : t("affiliates.form.editLead", { version: latest.version + 1 })
      }
    >
      <PlanForm
        companyId={companyId}
        plan={plan && latest ? { id: plan.id, name: plan.name, terms: latest.terms } : null}
        isFirst={plans.length === 0}
        currencies={currencyOptions(sold.map(({ initialPrice }) => initialPrice.currency))}
        products={products.map(({ productId, title }) => ({ productId, title }))}
      />
    </Page>
  );
}
