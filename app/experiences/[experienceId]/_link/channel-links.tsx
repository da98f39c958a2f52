"use client";

import { Button } from "frosted-ui";
import type { FormEvent } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { copyText } from "#app/_ui/action/clipboard.ts";
import { Problem } from "#app/_ui/action/problem.tsx";
import { useAction } from "#app/_ui/action/use-action.ts";
import { Input } from "#app/_ui/field/control.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./channel-links.module.css";
import { channels } from "./channels.ts";
import { recordShareTap } from "./share-tap.ts";

export type ChannelLink = { channel: string; url: string; isActive: boolean };

type Props = { experienceId: string; links: readonly ChannelLink[] };

/** As the server wants a channel's name; it has the last word. */
const shape = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** A link of its own for every place, made when it is first wanted. */
export function ChannelLinks({ experienceId, links }: Props) {
  const t = useTranslations("member.channels");
  const action = useAction();
  const [busy, setBusy] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const [misshapen, setMisshapen] = useState(false);
  const [name, setName] = useState("");

  const known = new Map(links.map((link) => [link.channel, link]));
  const wayTo = (channel: string) => {
    const link = known.get(channel);
    return link === undefined ? "make" : link.isActive ? "copy" : "paused";
  };
  const presets = channels.map(({ name: channel, icon }) => ({ channel, icon, label: t(`name.${channel}`) }));
  const own = links
    .filter(({ channel }) => !channels.some((preset) => preset.name === channel))
    .map(({ channel }) => ({ channel, icon: "link" as const, label: channel }));

  const copy = async (channel: string, label: string) => {
    setSaid("");
    setMisshapen(false);
    if (wayTo(channel) === "paused") {
      setSaid(t("paused", { channel: label }));
      return false;
    }
    let url = known.get(channel)?.url;
    if (url === undefined) {
      setBusy(channel);
      const made = await action.run(() =>
        callApi<{ url: string }>("POST", "/api/v1/referrals/create", { experienceId, channel }),
      );
      setBusy(null);
      if (made === null) return false;
      url = made.url;
    }
    const copied = await copyText(url);
    recordShareTap(experienceId, channel);
    setSaid(copied ? t("copied", { channel: label }) : t("made", { channel: label, url }));
    return true;
  };

  const add = async (event: FormEvent) => {
    event.preventDefault();
    const channel = name.trim().toLowerCase();
    if (!shape.test(channel)) {
      setSaid("");
      setMisshapen(true);
    } else if (await copy(channel, channel)) setName("");
  };

  return (
    <div className={styles.box}>
      <ul className={styles.list}>
        {[...presets, ...own].map(({ channel, icon, label }) => (
          <li key={channel}>
            <button
              type="button"
              className={styles.channel}
              aria-label={t(wayTo(channel), { channel: label })}
              aria-busy={busy === channel}
              data-paused={wayTo(channel) === "paused" ? "" : undefined}
              disabled={action.pending || wayTo(channel) === "paused"}
              onClick={() => copy(channel, label)}
            >
              <Icon name={icon} />
              <span className={styles.name}>{label}</span>
              <span className={styles.state}>
                {wayTo(channel) === "paused" ? (
                  t("rests")
                ) : (
                  <Icon name={known.has(channel) ? "copy" : "plus"} />
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <form className={styles.add} onSubmit={add}>
        <Input
          value={name}
          aria-label={t("other")}
          placeholder={t("other")}
          maxLength={32}
          autoCapitalize="none"
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" variant="soft" color="gray" size="3" disabled={name.trim() === ""}>
          {t("add")}
        </Button>
      </form>
      <Problem>{misshapen ? t("shape") : action.problem}</Problem>
      <p className={styles.said} role="status">
        {said}
      </p>
    </div>
  );
}
