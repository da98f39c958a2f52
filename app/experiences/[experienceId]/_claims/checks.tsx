import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import points from "#app/_ui/list/points.module.css";
import type { Rules } from "#lib/companies/index.ts";

/** What a claim has to stand up to, under the rules of this community. */
export function Checks({ rules, t }: { rules: Rules; t: Translator }) {
  const checks = [
    t("claim.member.checks.checkout"),
    t("claim.member.checks.window", { days: rules.windowDays }),
    t(`claim.member.checks.existing.${rules.creditExistingCustomers ? "yes" : "no"}`),
    t("claim.member.checks.self"),
    t("claim.member.checks.team"),
    t("claim.member.checks.then"),
  ];
  return (
    <Card title={t("claim.member.checks.title")} id="checks">
      <ul className={points.points}>
        {checks.map((check) => (
          <li key={check}>{check}</li>
        ))}
      </ul>
    </Card>
  );
}
