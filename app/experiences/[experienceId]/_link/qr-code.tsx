"use client";

import { Button } from "frosted-ui";
import { toDataURL, toString as toMarkup } from "qrcode";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "#app/_ui/action/problem.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./qr-dialog.module.css";
import type { ShareLink } from "./share-link.ts";

type Images = { svg: string; png: string };

/** Dark on white in either appearance: that is what scanners read best. */
const look = { margin: 2, errorCorrectionLevel: "M", color: { dark: "#000000", light: "#ffffff" } } as const;
const printPixels = 1024;

async function draw(url: string): Promise<Images> {
  const markup = await toMarkup(url, { ...look, type: "svg" });
  return {
    svg: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`,
    png: await toDataURL(url, { ...look, width: printPixels }),
  };
}

/** The link as a code to scan, and as a file of either kind. */
export function QrCode({ link }: { link: ShareLink }) {
  const t = useTranslations("member.qr");
  const [images, setImages] = useState<Images | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    draw(link.url).then(setImages, () => setFailed(true));
  }, [link.url]);

  return (
    <>
      <div className={styles.picture}>
        {images ? (
          // biome-ignore lint/performance/noImgElement: drawn here, there is nothing to optimise
          <img src={images.svg} alt={t("alt", { url: link.url })} width={240} height={240} />
        ) : null}
      </div>
      <Problem>{failed ? t("failed") : null}</Problem>
      <div className={styles.actions}>
        {images ? (
          <>
            <Button asChild size="3" variant="soft" color="gray">
              <a
                href={images.svg}
                download={`referral-${link.code}.svg`}
                aria-label={t("download", { format: "SVG" })}
              >
                <Icon name="download" />
                SVG
              </a>
            </Button>
            <Button asChild size="3" variant="soft" color="gray">
              <a
                href={images.png}
                download={`referral-${link.code}.png`}
                aria-label={t("download", { format: "PNG" })}
              >
                <Icon name="download" />
                PNG
              </a>
            </Button>
          </>
        ) : null}
      </div>
    </>
  );
}
