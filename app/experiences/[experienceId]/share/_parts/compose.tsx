"use client";

import { Button } from "frosted-ui";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "#app/_ui/action/copy-button.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { noteStep } from "../../_first-steps/steps-store.ts";
import type { ChannelLink } from "../../_link/channel-links.tsx";
import { DraftField } from "../../_link/draft-field.tsx";
import { SendTo } from "../../_link/send-to.tsx";
import type { ShareLink } from "../../_link/share-link.ts";
import { recordShareTap } from "../../_link/share-tap.ts";
import { useDraft } from "../../_link/use-draft.ts";
import styles from "./compose.module.css";

type Props = {
  experienceId: string;
  link: ShareLink;
  links: readonly ChannelLink[];
  community: string;
  friend: string | null;
};

const nothing = () => () => undefined;

/** A message in the member's tone, to copy or to send. */
export function Compose({ experienceId, link, links, community, friend }: Props) {
  const t = useTranslations("member.share");
  const draft = useDraft(community, friend);
  const canShare = useSyncExternalStore(
    nothing,
    () => typeof navigator.share === "function",
    () => false,
  );

  const copied = () => {
    recordShareTap(experienceId, "copy");
    noteStep(link.code, "copied");
  };

  const share = async () => {
    try {
      await navigator.share({ title: community, text: draft.message, url: link.url });
      recordShareTap(experienceId, "native");
      noteStep(link.code, "sent");
    } catch {
      // Dismissed, or not allowed in this frame: the places below are there all the same.
    }
  };

  return (
    <div className={styles.compose}>
      <DraftField draft={draft} />
      <div className={styles.actions}>
        <CopyButton
          text={`${draft.message} ${link.url}`}
          size="3"
          variant="solid"
          label={t("copy")}
          onCopied={copied}
        />
        {canShare ? (
          <Button type="button" size="3" variant="soft" color="gray" onClick={share}>
            <Icon name="share" />
            {t("native")}
          </Button>
        ) : null}
      </div>
      <h2 className={styles.title}>{t("send")}</h2>
      <SendTo
        experienceId={experienceId}
        link={link}
        links={links}
        community={community}
        message={draft.message}
      />
    </div>
  );
}
