"use client";

import { Button, IconButton } from "frosted-ui";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { noteStep } from "../_first-steps/steps-store.ts";
import type { ChannelLink } from "./channel-links.tsx";
import styles from "./my-link.module.css";
import type { ShareLink } from "./share-link.ts";
import { recordShareTap } from "./share-tap.ts";
import { useDraft } from "./use-draft.ts";

const ShareDialog = dynamic(() => import("./share-dialog.tsx").then((m) => m.ShareDialog));
const QrDialog = dynamic(() => import("./qr-dialog.tsx").then((m) => m.QrDialog));
const CodeDialog = dynamic(() => import("./code-dialog.tsx").then((m) => m.CodeDialog));

type Props = {
  experienceId: string;
  link: ShareLink;
  links: readonly ChannelLink[];
  community: string;
  /** What a friend gets; null where nobody has said. */
  friend: string | null;
};

/** The member's link, and every way to get it to somebody. */
export function MyLink({ experienceId, link, links, community, friend }: Props) {
  const t = useTranslations("member.link");
  const [open, setOpen] = useState<"share" | "qr" | "code" | null>(null);
  const draft = useDraft(community, friend);
  const close = () => setOpen(null);

  const share = async () => {
    if (!navigator.share) {
      setOpen("share");
      return;
    }
    try {
      await navigator.share({ title: community, text: draft.message, url: link.url });
      recordShareTap(experienceId, "native");
      noteStep(link.code, "sent");
    } catch (error) {
      // Dismissing the sheet is an answer; a frame that may not open it is not.
      if (!(error instanceof DOMException && error.name === "AbortError")) setOpen("share");
    }
  };

  const copied = () => {
    recordShareTap(experienceId, "copy");
    noteStep(link.code, "copied");
  };

  return (
    <div className={styles.box}>
      <p className={styles.link}>
        <span className="visually-hidden">{t("label")} </span>
        <bdi dir="ltr">{link.url.replace(/^https?:\/\//, "")}</bdi>
      </p>
      <div className={styles.actions}>
        <div className={styles.grow}>
          <CopyButton text={link.url} size="3" variant="solid" label={t("copy")} onCopied={copied} />
        </div>
        <div className={styles.grow}>
          <Button type="button" size="3" variant="soft" color="gray" onClick={share}>
            <Icon name="share" />
            {t("share")}
          </Button>
        </div>
        <IconButton
          type="button"
          size="3"
          variant="soft"
          color="gray"
          aria-label={t("qr")}
          onClick={() => setOpen("qr")}
        >
          <Icon name="qr" />
        </IconButton>
        <IconButton
          type="button"
          size="3"
          variant="soft"
          color="gray"
          aria-label={t("change")}
          onClick={() => setOpen("code")}
        >
          <Icon name="pencil" />
        </IconButton>
      </div>
      {open === "share" ? (
        <ShareDialog
          experienceId={experienceId}
          link={link}
          links={links}
          community={community}
          draft={draft}
          onClose={close}
        />
      ) : null}
      {open === "qr" ? <QrDialog link={link} onClose={close} /> : null}
      {open === "code" ? <CodeDialog experienceId={experienceId} link={link} onClose={close} /> : null}
    </div>
  );
}
