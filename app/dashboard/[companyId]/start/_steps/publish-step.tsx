import { Card } from "#app/_ui/card/card.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { TemplateChoice } from "../../campaigns/_new/read-templates.ts";
import { costOf, datesOf, giftLines, rewardNames } from "../../campaigns/_new/template-words.ts";
import { giftCount } from "../choices.ts";
import { Publish } from "./publish.tsx";
import styles from "./start.module.css";
import type { StepProps } from "./step.ts";

type Props = StepProps & { companyId: string; choice: TemplateChoice; now: Date };

/** What is about to be made, in words, and the one button that makes it. */
export function PublishStep({ base, chosen, speech, companyId, choice, now }: Props) {
  const { t } = speech;
  const { gift, days, hold } = chosen;
  const template = choice.templates.find(({ id }) => id === chosen.template) ?? null;
  const count = giftCount(chosen);
  const name = template === null ? "" : t(`owner.campaigns.template.${template.id}.name`);
  const giftName = t("reward.gives.freeDays", { days });
  if (template === null && gift === "none")
    return (
      <Notice tone="neutral" title={t("owner.start.publish.nothing")}>
        {t("owner.start.publish.nothingText")}
      </Notice>
    );
  const cost = template === null ? null : costOf(template, speech);
  return (
    <Card title={t("owner.start.publish.title")} hint={t("owner.start.publish.hint")}>
      <ul className={styles.terms}>
        {gift === "none" ? null : (
          <li>{t(`owner.start.publish.${gift}`, { gift: giftName, count, hold })}</li>
        )}
        {template === null ? null : (
          <>
            <li>{t("owner.start.publish.campaign", { name, dates: datesOf(template, speech, now) })}</li>
            {giftLines(template, speech).map((line) => (
              <li key={line}>{line}.</li>
            ))}
            {cost === null ? null : <li>{t("owner.start.publish.cost", { cost })}</li>}
          </>
        )}
      </ul>
      <Publish
        companyId={companyId}
        base={base}
        chosen={chosen}
        reward={
          gift === "none" ? null : { name: giftName, trigger: gift, threshold: count, days, holdDays: hold }
        }
        campaign={
          template === null
            ? null
            : { template: template.id, name, rewardNames: rewardNames(template, speech) }
        }
      />
    </Card>
  );
}
