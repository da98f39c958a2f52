import type { ShownPointLine, WorkingStep } from "#lib/standings/index.ts";
import type { Speech } from "../i18n/request.ts";

type Line = Pick<ShownPointLine, "reason" | "steps" | "countsAt">;

/** Why a line is worth nothing or nothing yet, and how its points were found. */
export function pointLineWords(
  { reason, steps, countsAt }: Line,
  speech: Pick<Speech, "t" | "format">,
): { reason: string | null; workings: string[] } {
  const { t, format } = speech;
  return {
    reason: reason === null ? null : t(`campaign.reason.${reason}`, { at: format.instant(countsAt) }),
    workings: steps.flatMap((step) => stepWords(step, speech) ?? []),
  };
}

/** Null for what the line says already. */
function stepWords(step: WorkingStep, { t, format }: Pick<Speech, "t" | "format">): string | null {
  switch (step.code) {
    case "base":
      return t("campaign.step.base", { points: step.points });
    case "multiplier":
      return t(`campaign.step.${step.kind}`, { factor: format.number(step.factorBps / 10_000) });
    case "bonus":
      return t("campaign.step.bonus", { at: step.at, points: step.points });
    case "hold":
      return step.days === 0
        ? null
        : t("campaign.step.hold", { days: step.days, until: format.instant(new Date(step.until)) });
    case "points":
      return null;
  }
}
