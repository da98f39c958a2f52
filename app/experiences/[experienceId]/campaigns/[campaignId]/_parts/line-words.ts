import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ShownPointLine } from "#lib/standings/index.ts";

/** What a line of points is for. */
export function lineWhat({ event, step, steps, person }: ShownPointLine, { t }: Speech): string {
  if (event === "bonus") {
    const bonus = steps.find(({ code }) => code === "bonus");
    return t("member.campaign.lines.bonus", { at: bonus?.code === "bonus" ? bonus.at : step });
  }
  return t(`member.campaign.lines.${event}`, {
    name: person?.name ?? t("member.campaign.lines.somebody"),
  });
}

/** Why it counts not, or not yet; nothing to say where it counts. */
export function lineWhy({ status, reason, countsAt }: ShownPointLine, { t, format }: Speech): string {
  const why = reason === null ? "" : t(`member.campaign.lines.reason.${reason}`);
  if (status !== "provisional" || (reason !== null && reason !== "hold")) return why;
  return `${why} ${t("member.campaign.lines.until", { at: format.instant(countsAt) })}`.trim();
}

/** "10 points × 2 (day) = 20", where it is more than a plain number. */
export function lineWorkings({ steps }: ShownPointLine, { t, format }: Speech): string {
  if (!steps.some(({ code }) => code === "multiplier")) return "";
  return steps
    .flatMap((step) => {
      switch (step.code) {
        case "base":
          return t("member.campaign.lines.base", { points: step.points });
        case "multiplier":
          return t("member.campaign.lines.times", {
            factor: format.number(step.factorBps / 10_000),
            why: t(`member.campaign.lines.why.${step.kind}`),
          });
        case "points":
          return t("member.campaign.lines.makes", { points: format.number(step.points) });
        default:
          return [];
      }
    })
    .join(" ");
}
