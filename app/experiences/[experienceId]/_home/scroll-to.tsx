"use client";

import { useEffect } from "react";

const parts: readonly string[] = ["activity", "earnings", "rewards", "leaderboard", "channels", "how"];

/** Brings a part of the page into view for addresses that name one, once. */
export function ScrollTo({ part }: { part: string | undefined }) {
  useEffect(() => {
    if (part !== undefined && parts.includes(part)) document.getElementById(part)?.scrollIntoView();
  }, [part]);
  return null;
}
