import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { BackLink } from "../../../_page/back-link.tsx";
import page from "../../../_page/part-page.module.css";

/** An address that names no campaign members know of. */
export function NoCampaign({ home, t }: { home: string; t: Translator }) {
  return (
    <main className={page.page}>
      <BackLink href={home}>{t("member.campaign.back")}</BackLink>
      <Empty icon="trophy" title={<h1>{t("member.campaign.missing.title")}</h1>}>
        {t("member.campaign.missing.text")}
      </Empty>
    </main>
  );
}
