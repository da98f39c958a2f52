import Link from "next/link";
import { termsSentences } from "#app/_ui/campaign/campaign-words.ts";
import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import type { ListedTemplate } from "#lib/standings/index.ts";
import type { TemplateChoice } from "./read-templates.ts";
import { costOf, datesOf, giftLines, rewardNames } from "./template-words.ts";
import styles from "./templates.module.css";
import { UseTemplate } from "./use-template.tsx";

type Props = { companyId: string; templates: TemplateChoice; now: Date; speech: Speech };

/** The common campaigns, each with what it would have brought and cost here. */
export function Templates({ companyId, templates: { templates, hasPlan }, now, speech }: Props) {
  const { t } = speech;
  return (
    <>
      {hasPlan ? null : (
        <Notice tone="warning" title={t("owner.campaigns.template.noPlan")}>
          {t("owner.campaigns.template.noPlanText")}
        </Notice>
      )}
      <div className={styles.templates}>
        {templates.map((template) => (
          <Template key={template.id} companyId={companyId} template={template} now={now} speech={speech} />
        ))}
        <Card title={t("owner.campaigns.template.own")} hint={t("owner.campaigns.template.ownHint")}>
          <Link className={styles.own} href={`/dashboard/${companyId}/campaigns/new/own`}>
            {t("owner.campaigns.template.begin")}
          </Link>
        </Card>
      </div>
    </>
  );
}

type TemplateProps = { companyId: string; template: ListedTemplate; now: Date; speech: Speech };

function Template({ companyId, template, now, speech }: TemplateProps) {
  const { t, format, locale } = speech;
  const { forecast } = template;
  const sentences = termsSentences(template.terms, {
    say: (key, values) => t(`campaign.terms.${key}`, values),
    locale,
    format,
    titleOf: (id) => id,
  });
  const name = t(`owner.campaigns.template.${template.id}.name`);
  return (
    <Card title={name} hint={t(`owner.campaigns.template.${template.id}.text`)}>
      <div className={styles.template}>
        <ul className={styles.terms}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {giftLines(template, speech).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <section className={styles.forecast}>
          <h3>{t("owner.campaigns.template.here")}</h3>
          <Facts
            facts={[
              [t("owner.campaigns.template.runs"), datesOf(template, speech, now)],
              [t("owner.campaigns.forecast.members"), format.number(forecast.members.average)],
              [t("owner.campaigns.forecast.referrals"), format.number(forecast.referrals.average)],
              [
                t("owner.campaigns.template.cost"),
                costOf(template, speech) ?? t("owner.campaigns.template.free"),
              ],
            ]}
          />
        </section>
        <UseTemplate
          companyId={companyId}
          template={template.id}
          name={name}
          rewardNames={rewardNames(template, speech)}
        />
      </div>
    </Card>
  );
}
