"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";

export const tones = ["friendly", "short", "professional"] as const;
export type Tone = (typeof tones)[number];

/** What the member writes to somebody, and what of it they chose. */
export type Draft = {
  message: string;
  tone: Tone;
  /** Whether it still says that its writer earns something. */
  isOpen: boolean;
  write(message: string): void;
  choose(tone: Tone): void;
};

/** A message in one of three tones, which the member may change; it names what a friend gets, where that is known. */
export function useDraft(community: string, friend: string | null): Draft {
  const t = useTranslations("member.share");
  const worded = (tone: Tone) => {
    const perk = friend === null ? "" : t("perk", { offer: friend.replace(/[.!…\s]+$/, "") });
    return t(`text.${tone}`, { community, perk }).replaceAll(/ {2,}/g, " ");
  };
  const [tone, setTone] = useState<Tone>("friendly");
  const [message, write] = useState(() => worded("friendly"));
  return {
    message,
    tone,
    isOpen: message.toLowerCase().includes(t("disclosure").toLowerCase()),
    write,
    choose(next) {
      setTone(next);
      write(worded(next));
    },
  };
}
