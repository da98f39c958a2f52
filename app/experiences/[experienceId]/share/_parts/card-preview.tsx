import { Button } from "frosted-ui";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./card-preview.module.css";

type Props = { code: string; community: string; locale: Locale; t: Translator };

/** The picture that chats show under the member's link. */
export function CardPreview({ code, community, locale, t }: Props) {
  const address = `/r/${encodeURIComponent(code)}/card${locale === "es" ? "?l=es" : ""}`;
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: it is drawn for this size, and shown as others get it */}
      <img
        className={styles.card}
        src={address}
        alt={t("member.share.cardAlt", { community })}
        width={1200}
        height={630}
      />
      <Button asChild size="3" variant="soft" color="gray">
        <a className={styles.save} href={address} download={`referral-${code}-card.png`}>
          <Icon name="download" />
          {t("member.share.cardSave")}
        </a>
      </Button>
    </>
  );
}
