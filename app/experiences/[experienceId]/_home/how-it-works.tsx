import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Points } from "#app/_ui/list/points.tsx";
import type { Rules } from "#lib/companies/index.ts";

/** The rules in force, in the order in which they matter to somebody who shares. */
export function HowItWorks({ rules, t }: { rules: Rules } & Pick<Speech, "t">) {
  const counts = rules.countFree ? "free" : rules.countTrials ? "trial" : "paid";
  const points = [
    t("member.how.share"),
    t(`member.how.counts.${counts}`),
    t(`member.how.touch.${rules.touch}`, { days: rules.windowDays }),
    t("member.how.hold"),
    t(rules.creditExistingCustomers ? "member.how.existing.yes" : "member.how.existing.no"),
    t("member.how.refund"),
    t("member.how.self"),
  ];
  return (
    <Card title={t("member.how.title")} id="how">
      <Points>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </Points>
    </Card>
  );
}
