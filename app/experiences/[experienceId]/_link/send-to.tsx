"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { copyText } from "#app/_ui/action/clipboard.ts";
import { useExternal } from "#app/_ui/frame/use-external.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { noteStep } from "../_first-steps/steps-store.ts";
import type { ChannelLink } from "./channel-links.tsx";
import { type Channel, channels } from "./channels.ts";
import styles from "./send-to.module.css";
import type { ShareLink } from "./share-link.ts";
import { recordShareTap } from "./share-tap.ts";

type Props = {
  experienceId: string;
  link: ShareLink;
  links: readonly ChannelLink[];
  community: string;
  message: string;
};

/** Sends the message through a service, with the link that is that service's own, made with the first tap. */
export function SendTo({ experienceId, link, links, community, message }: Props) {
  const t = useTranslations("member.link");
  const router = useRouter();
  const openOutside = useExternal();
  const [made, setMade] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");

  const linkFor = async (channel: string): Promise<string> => {
    const own = links.find((one) => one.channel === channel);
    // A pause is not got round by making another one.
    if (own !== undefined) return own.isActive ? own.url : link.url;
    const known = made.get(channel);
    if (known !== undefined) return known;
    const answer = await callApi<{ url: string }>("POST", "/api/v1/referrals/create", {
      experienceId,
      channel,
    });
    // Sharing does not fail for want of a link of its own.
    if (answer.outcome !== "done") return link.url;
    setMade(new Map([...made, [channel, answer.data.url]]));
    // The page's list of links has one more.
    router.refresh();
    return answer.data.url;
  };

  const send = async (channel: Channel) => {
    setSaid("");
    setBusy(true);
    recordShareTap(experienceId, channel.name);
    noteStep(link.code, "sent");
    const url = await linkFor(channel.name);
    setBusy(false);
    const address = channel.compose?.(message, url, t("subject", { community }));
    if (address === undefined) {
      const copied = await copyText(`${message} ${url}`);
      setSaid(copied ? t("messageCopied", { channel: t(`channel.${channel.name}`) }) : t("copyFailed"));
    } else if (address.startsWith("https:")) openOutside(address);
    else window.location.href = address;
  };

  return (
    <>
      <ul className={styles.channels}>
        {channels.map((channel) => (
          <li key={channel.name}>
            <button
              type="button"
              className={styles.channel}
              aria-busy={busy}
              disabled={busy}
              onClick={() => send(channel)}
            >
              <Icon name={channel.icon} size={20} />
              {t(`channel.${channel.name}`)}
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.said} role="status">
        {said}
      </p>
    </>
  );
}
