import { Button } from "frosted-ui";
import Link from "next/link";
import { termsSentences } from "#app/_ui/campaign/campaign-words.ts";
import { termsSpeaker } from "#app/_ui/campaign/terms-speaker.ts";
import { Card } from "#app/_ui/card/card.tsx";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import type { ListedTemplate } from "#lib/standings/index.ts";
import type { TemplateChoice } from "../../campaigns/_new/read-templates.ts";
import { costOf, datesOf, giftLines } from "../../campaigns/_new/template-words.ts";
import { templatesFor } from "../asked-for.ts";
import { hrefOf } from "../choices.ts";
import styles from "./start.module.css";
import type { StepProps } from "./step.ts";

type Props = StepProps & { choice: TemplateChoice; now: Date };

/** What suits the goal, with what it would have cost here; the others below. */
export function TemplateStep({ base, chosen, speech, choice, now }: Props) {
  const { t } = speech;
  const { templates, hasPlan } = choice;
  const wanted = chosen.goal === null ? templates.map(({ id }) => id) : templatesFor[chosen.goal];
  const suiting = wanted.flatMap((id) => templates.find((template) => template.id === id) ?? []);
  const others = templates.filter(({ id }) => !wanted.includes(id));
  return (
    <>
      {hasPlan ? null : (
        <Notice tone="warning" title={t("owner.campaigns.template.noPlan")}>
          {t("owner.campaigns.template.noPlanText")}
        </Notice>
      )}
      <div className={styles.templates}>
        {suiting.map((template) => (
          <Template
            key={template.id}
            template={template}
            base={base}
            chosen={chosen}
            speech={speech}
            now={now}
          />
        ))}
      </div>
      {others.length === 0 ? null : (
        <p className={styles.others}>
          {t("owner.start.template.others")}{" "}
          {others.map(({ id }) => (
            <Link key={id} href={hrefOf(base, chosen, { template: id, step: "reward" })} prefetch={false}>
              {t(`owner.campaigns.template.${id}.name`)}
            </Link>
          ))}
        </p>
      )}
      <Link
        className={styles.skip}
        href={hrefOf(base, chosen, { template: null, step: "reward" })}
        prefetch={false}
      >
        {t("owner.start.template.skip")}
      </Link>
    </>
  );
}

type OneProps = StepProps & { template: ListedTemplate; now: Date };

function Template({ template, base, chosen, speech, now }: OneProps) {
  const { t, format } = speech;
  const { id, forecast } = template;
  const name = t(`owner.campaigns.template.${id}.name`);
  const isChosen = chosen.template === id;
  return (
    <Card title={name} hint={t(`owner.campaigns.template.${id}.text`)}>
      <ul className={styles.terms}>
        {[...termsSentences(template.terms, termsSpeaker(speech)), ...giftLines(template, speech)].map(
          (line) => (
            <li key={line}>{line}</li>
          ),
        )}
      </ul>
      <h3 className={styles.here}>{t("owner.campaigns.template.here")}</h3>
      <Facts
        facts={[
          [t("owner.campaigns.template.runs"), datesOf(template, speech, now)],
          [t("owner.campaigns.forecast.referrals"), format.number(forecast.referrals.average)],
          [
            t("owner.campaigns.template.cost"),
            costOf(template, speech) ?? t("owner.campaigns.template.free"),
          ],
        ]}
      />
      <div className={styles.take}>
        <Button asChild size="2" variant={isChosen ? "solid" : "soft"}>
          <Link
            href={hrefOf(base, chosen, { template: id, step: "reward" })}
            prefetch={false}
            aria-label={t("owner.start.template.take", { name })}
          >
            {t(isChosen ? "owner.start.template.chosen" : "owner.campaigns.template.use")}
          </Link>
        </Button>
      </div>
    </Card>
  );
}
