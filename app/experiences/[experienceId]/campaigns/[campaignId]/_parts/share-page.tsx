import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { ExternalLink } from "#app/_ui/frame/external-link.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { type Campaign, pageUrl } from "#lib/campaigns/index.ts";
import styles from "./share-page.module.css";

type Props = { campaign: Campaign; appOrigin: string; speech: Speech };

/** Where everybody can see the campaign; nothing where the team has not opened it to everybody. */
export function SharePage({ campaign: { pagePath }, appOrigin, speech: { t } }: Props) {
  if (pagePath === null) return null;
  const url = pageUrl(appOrigin, pagePath);
  return (
    <div className={styles.share}>
      <p className={styles.words}>{t("member.campaign.page.text")}</p>
      <CopyButton text={url} label={t("member.campaign.page.copy")} size="2" variant="soft" />
      <ExternalLink href={url}>{t("member.campaign.page.open")}</ExternalLink>
    </div>
  );
}
