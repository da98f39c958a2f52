"use client";

import { Dialog } from "frosted-ui";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { copyText } from "#app/_ui/action/clipboard.ts";
import { TextArea } from "#app/_ui/field/control.tsx";
import { useExternal } from "#app/_ui/frame/use-external.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import { noteStep } from "../_first-steps/steps-store.ts";
import type { Channel } from "./channels.ts";
import { channels } from "./channels.ts";
import styles from "./share-dialog.module.css";
import type { ShareLink } from "./share-link.ts";
import { recordShareTap } from "./share-tap.ts";

type Props = { experienceId: string; link: ShareLink; community: string; onClose: () => void };

/** For browsers without a share sheet of their own: the message, and where to send it. */
export function ShareDialog({ experienceId, link, community, onClose }: Props) {
  const t = useTranslations("member.link");
  const openOutside = useExternal();
  const messageId = useId();
  const [message, setMessage] = useState(t("message", { community }));
  const [said, setSaid] = useState("");

  const send = async (channel: Channel) => {
    recordShareTap(experienceId, channel.name);
    noteStep(link.code, "sent");
    const address = channel.compose?.(message, link.url, t("subject", { community }));
    if (address === undefined) {
      const copied = await copyText(`${message} ${link.url}`);
      setSaid(copied ? t("messageCopied", { channel: t(`channel.${channel.name}`) }) : t("copyFailed"));
    } else if (address.startsWith("https:")) openOutside(address);
    else window.location.href = address;
  };

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3">
        <DialogHead title={t("shareTitle")} description={t("shareHint")} />
        <label className={styles.label} htmlFor={messageId}>
          {t("messageLabel")}
        </label>
        <TextArea
          id={messageId}
          value={message}
          rows={4}
          maxLength={500}
          onChange={(event) => setMessage(event.target.value)}
        />
        <ul className={styles.channels}>
          {channels.map((channel) => (
            <li key={channel.name}>
              <button type="button" className={styles.channel} onClick={() => send(channel)}>
                <Icon name={channel.icon} size={20} />
                {t(`channel.${channel.name}`)}
              </button>
            </li>
          ))}
        </ul>
        <p className={styles.said} role="status">
          {said}
        </p>
      </Dialog.Content>
    </Dialog.Root>
  );
}
