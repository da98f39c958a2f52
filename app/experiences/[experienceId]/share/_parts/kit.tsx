import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { channelLinks, friendGets } from "../../_home/views.ts";
import { ChannelLinks } from "../../_link/channel-links.tsx";
import { QrCode } from "../../_link/qr-code.tsx";
import { BackLink } from "../../_page/back-link.tsx";
import page from "../../_page/part-page.module.css";
import type { KitData } from "../read-kit.ts";
import { CardPreview } from "./card-preview.tsx";
import { Compose } from "./compose.tsx";

type Props = { kit: KitData; experienceId: string; community: string; speech: Speech };

export function Kit({ kit, experienceId, community, speech }: Props) {
  const { t, locale } = speech;
  const { code, url } = kit.link;
  const links = channelLinks(kit);
  return (
    <main className={page.page}>
      <BackLink href={`/experiences/${experienceId}`}>{t("member.campaign.back")}</BackLink>
      <h1 className={page.title}>{t("member.share.title")}</h1>
      <p className={page.lead}>{t("member.share.lead")}</p>
      <div className={page.parts}>
        <div className={page.columns}>
          <div className={page.main}>
            <Card>
              <Compose
                experienceId={experienceId}
                link={{ code, url }}
                links={links}
                community={community}
                friend={friendGets(kit, speech)}
              />
            </Card>
            <Card title={t("member.channels.title")} hint={t("member.channels.hint")}>
              <ChannelLinks experienceId={experienceId} links={links} />
            </Card>
          </div>
          <div className={page.beside}>
            <Card title={t("member.share.card")} hint={t("member.share.cardHint")}>
              <CardPreview code={code} community={community} locale={locale} t={t} />
            </Card>
            <Card title={t("member.share.qr")}>
              <QrCode link={{ code, url }} />
            </Card>
          </div>
        </div>
      </div>
    </main>
  );
}
