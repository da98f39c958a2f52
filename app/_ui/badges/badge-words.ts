import type { Speech } from "#app/_ui/i18n/request.ts";
import { type Badge, type BadgeEvidence, isBuiltIn } from "#lib/badges/index.ts";

type Named = Pick<Badge, "key" | "name" | "description" | "rule">;

/** As the team calls it; one that is built in has a name in every language. */
export function badgeName({ key, name }: Named, { t }: Speech): string {
  return name ?? (isBuiltIn(key) ? t(`badges.name.${key}`) : key);
}

/** What it is earned by, in the team's words where they wrote any. */
export function badgeText({ description, rule }: Named, { t }: Speech): string {
  if (description !== null) return description;
  switch (rule.kind) {
    case "visits":
    case "referrals":
    case "streak":
      return t(`badges.rule.${rule.kind}`, { atLeast: rule.atLeast });
    case "comeback":
      return t("badges.rule.comeback", { afterDays: rule.afterDays });
    case "place":
      return t(`badges.rule.place.${rule.period}`, { best: rule.best });
    case "campaign":
      return t("badges.rule.campaign", { best: rule.best });
  }
}

/** The numbers that earned it. */
export function evidenceText(evidence: BadgeEvidence, { t, format }: Speech): string {
  switch (evidence.kind) {
    case "visits":
    case "referrals":
    case "streak":
    case "comeback":
      return t(`badges.evidence.${evidence.kind}`, { counted: evidence.counted });
    case "place": {
      const { rank, score, periodStart } = evidence;
      return t("badges.evidence.place", { rank, score, from: format.date(periodStart) });
    }
    case "campaign": {
      const { rank, points } = evidence;
      return t("badges.evidence.campaign", { rank, points });
    }
  }
}
