import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { GoalStep } from "./_steps/goal-step.tsx";
import { PlayStep } from "./_steps/play-step.tsx";
import { PublishStep } from "./_steps/publish-step.tsx";
import { RewardStep } from "./_steps/reward-step.tsx";
import { StepList } from "./_steps/step-list.tsx";
import { TemplateStep } from "./_steps/template-step.tsx";
import { readStart } from "./read-start.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.start.title") };
}

/** The owner's first run, step by step. Nothing is made before the last one. */
export default async function StartPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const query = await searchParams;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readStart(ctx, query));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { chosen, settings, templates, played } = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t } = speech;
  const base = `/dashboard/${companyId}`;
  const step = { base, chosen, speech };
  return (
    <Page
      back={{ href: base, label: t("owner.nav.today") }}
      title={t("owner.start.title")}
      lead={t("owner.start.lead")}
    >
      <StepList {...step} />
      {chosen.step === "goal" ? <GoalStep {...step} /> : null}
      {chosen.step === "template" ? <TemplateStep {...step} choice={templates} now={now} /> : null}
      {chosen.step === "reward" ? <RewardStep {...step} /> : null}
      {chosen.step === "play" ? <PlayStep {...step} played={played} /> : null}
      {chosen.step === "publish" ? (
        <PublishStep {...step} companyId={companyId} choice={templates} now={now} />
      ) : null}
    </Page>
  );
}
